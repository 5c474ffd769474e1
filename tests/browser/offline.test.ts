import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import OfflineNotice from '../../src/features/offline/OfflineNotice.svelte';
import OfflineStatus from '../../src/features/offline/OfflineStatus.svelte';
import { OfflineState } from '../../src/features/offline/serviceWorker.svelte';
import type { Surroundings } from '../../src/features/offline/surroundings';

/** A service worker that a test moves through its states. */
class ScriptedWorker extends EventTarget {
  state = 'installing';
  told: unknown[] = [];

  postMessage(message: unknown) {
    this.told.push(message);
  }

  become(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

interface Scene {
  active?: ScriptedWorker | null;
  waiting?: ScriptedWorker | null;
  installing?: ScriptedWorker | null;
  refuses?: boolean;
  controlled?: boolean;
  isolated?: boolean;
  touched?: boolean;
  reloadedBefore?: boolean;
}

/** The parts of the browser that `OfflineState` touches, as a test wants them. */
function scene(wanted: Scene) {
  const registration = Object.assign(new EventTarget(), {
    active: wanted.active ?? null,
    waiting: wanted.waiting ?? null,
    installing: wanted.installing ?? null,
  });
  const container = Object.assign(new EventTarget(), {
    controller: wanted.controlled ? {} : null,
    startMessages() {},
    register: () =>
      wanted.refuses ? Promise.reject(new Error('refused')) : Promise.resolve(registration),
  });
  let reloads = 0;
  let mayReload = !wanted.reloadedBefore;
  const here: Surroundings = {
    // The scripted container has what the state uses of the real one.
    serviceWorker: container as unknown as ServiceWorkerContainer,
    secure: true,
    isolated: wanted.isolated ?? true,
    touched: () => wanted.touched ?? false,
    mayReload() {
      const first = mayReload;
      mayReload = false;
      return first;
    },
    reload: () => (reloads += 1),
  };
  const offline = new OfflineState('/sw.js', here);
  return { offline, registration, container, reloads: () => reloads };
}

test('the first visit: files are kept, with figures, then the page is ready', async () => {
  const installing = new ScriptedWorker();
  const { offline, container } = scene({ installing });
  await offline.start();
  const screen = await render(OfflineStatus, { offline });
  await expect.element(screen.getByRole('status')).toHaveTextContent('Keeping the app on this');

  const data = { kind: 'install-progress', doneBytes: 4_000_000, totalBytes: 20_000_000 };
  container.dispatchEvent(new MessageEvent('message', { data }));
  await expect.element(screen.getByText('4 of 20 MB')).toBeVisible();

  installing.become('installed');
  installing.become('activated');
  await expect.element(screen.getByText('it works without a network')).toBeVisible();
});

test('a new version waits until the person says so, then the page reloads once', async () => {
  const waiting = new ScriptedWorker();
  const { offline, container, reloads } = scene({
    active: new ScriptedWorker(),
    waiting,
    controlled: true,
  });
  await offline.start();
  const screen = await render(OfflineNotice, { offline });
  expect(waiting.told).toEqual([]);
  await screen.getByRole('button', { name: 'Use it now' }).click();
  expect(waiting.told).toEqual([{ kind: 'use-new-version' }]);
  expect(reloads()).toBe(0);
  container.dispatchEvent(new Event('controllerchange'));
  expect(reloads()).toBe(1);
});

test('a version that finishes installing during the visit is offered', async () => {
  const { offline, registration } = scene({ active: new ScriptedWorker(), controlled: true });
  await offline.start();
  expect(offline.phase).toBe('ready');
  const installing = new ScriptedWorker();
  registration.installing = installing;
  registration.dispatchEvent(new Event('updatefound'));
  installing.become('installed');
  expect(offline.phase).toBe('update');
});

test('when another tab takes the new version, this one asks for a reload and does not force it', async () => {
  const { offline, container, reloads } = scene({ active: new ScriptedWorker(), controlled: true });
  await offline.start();
  container.dispatchEvent(new Event('controllerchange'));
  const screen = await render(OfflineNotice, { offline });
  await expect.element(screen.getByRole('button', { name: 'Reload' })).toBeVisible();
  expect(reloads()).toBe(0);
});

test.each([
  { name: 'the browser refuses to register', wanted: { refuses: true } },
  { name: 'a file could not be kept', wanted: { installing: new ScriptedWorker() } },
])('$name: said, with what to do', async ({ wanted }) => {
  const { offline, registration } = scene(wanted);
  await offline.start();
  registration.installing?.become('redundant');
  const screen = await render(OfflineNotice, { offline });
  await expect.element(screen.getByText('could not be kept')).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Try again now' })).toBeVisible();
});

test.each([
  { name: 'isolated already', wanted: { isolated: true }, reloads: 0, asks: false },
  { name: 'untouched page', wanted: { isolated: false }, reloads: 1, asks: false },
  {
    name: 'a person at work is asked',
    wanted: { isolated: false, touched: true },
    reloads: 0,
    asks: true,
  },
  {
    name: 'reloaded before without effect',
    wanted: { isolated: false, reloadedBefore: true },
    reloads: 0,
    asks: false,
  },
])('one reload to gain threads on a host without headers: $name', async (row) => {
  const { offline, container, reloads } = scene({
    ...row.wanted,
    installing: new ScriptedWorker(),
  });
  await offline.start();
  container.dispatchEvent(new Event('controllerchange'));
  expect({ reloads: reloads(), asks: offline.reloadHelps }).toEqual({
    reloads: row.reloads,
    asks: row.asks,
  });
});

test.each([
  { name: 'plain http from another machine', secure: false, says: 'graphics card' },
  { name: 'a private window', secure: true, says: 'ordinary window' },
])('no service worker ($name): the notice says what is missing', async ({ secure, says }) => {
  const offline = new OfflineState('/sw.js', { ...blank, secure });
  await offline.start();
  const screen = await render(OfflineNotice, { offline });
  await expect.element(screen.getByText(says)).toBeVisible();
});

const blank: Surroundings = {
  serviceWorker: null,
  secure: true,
  isolated: false,
  touched: () => false,
  mayReload: () => true,
  reload() {},
};
