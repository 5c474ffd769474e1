import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { KeepState } from '../../src/features/spaces/keepState.svelte';
import SpacesPage from '../../src/features/spaces/SpacesPage.svelte';
import { SpacesState } from '../../src/features/spaces/spacesState.svelte';
import { memorySpaces } from '../../src/storage/openSpaces';
import type { SpaceStore } from '../../src/storage/spaceStore';
import { Shortcuts } from '../../src/ui/shortcuts.svelte';
import { isTyping, Stage } from '../../src/ui/stage.svelte';
import { comparison } from '../storageSamples';

beforeEach(() => localStorage.clear());
afterEach(() => {
  localStorage.clear();
  new Shortcuts();
  new Stage();
});

async function open() {
  const desk = { clear: () => {}, lay: (store: SpaceStore) => void store };
  const spaces = new SpacesState(await memorySpaces(), desk);
  await spaces.start();
  const keep = new KeepState(
    () => null,
    () => {},
  );
  const shortcuts = new Shortcuts();
  render(SpacesPage, { stage: new Stage(), shortcuts, spaces, keep });
  return { spaces, shortcuts };
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = () => page.getByRole('textbox', { name: /^New name of/ });
const all = { state: 'all', offset: 0, limit: 50 } as const;

describe('renaming a space', () => {
  test('with the keyboard: Enter renames, and the focus comes back', async () => {
    const { spaces } = await open();
    button('Rename My own space').element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(field()).toHaveFocus();
    await userEvent.keyboard('Sunday{Enter}');
    await expect.element(page.getByRole('heading', { name: 'Sunday' })).toBeVisible();
    expect(spaces.current?.name).toBe('Sunday');
    await expect.element(button('Rename Sunday')).toHaveFocus();
  });

  test('Escape leaves it as it was', async () => {
    await open();
    await button('Rename My own space').click();
    await userEvent.keyboard('Other{Escape}');
    await expect.element(page.getByRole('heading', { name: 'My own space' })).toBeVisible();
    await expect.element(button('Rename My own space')).toHaveFocus();
  });

  test('an empty name and a taken one are refused with a sentence; its own one is not', async () => {
    const { spaces } = await open();
    await spaces.create('Monday class');
    await button('Rename Monday class').click();
    await field().fill('   ');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/A space needs a name/)).toBeVisible();
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true');
    await field().fill(' my OWN space ');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/Another space is called “My own space”/)).toBeVisible();
    await field().fill('MONDAY class');
    await button('Rename').click();
    await expect.element(page.getByRole('heading', { name: 'MONDAY class' })).toBeVisible();
  });

  test('scenes keep their names', async () => {
    const { spaces } = await open();
    expect(spaces.scenes.length).toBeGreaterThan(0);
    expect(page.getByRole('button', { name: /^Rename/ }).elements()).toHaveLength(1);
  });
});

describe('resetting a scene', () => {
  test('can be taken back, twice in a row too', async () => {
    const { spaces } = await open();
    const [scene] = spaces.scenes;
    await spaces.open(scene!.id);
    const rows = async () => (await spaces.store!.listComparisons(all)).total;
    const asItCame = await rows();
    await spaces.store!.saveComparison(comparison(1));
    await button('Reset').click();
    await expect.poll(rows).toBe(asItCame);
    await expect.poll(() => spaces.canUndo).toBe(true);
    expect(spaces.notice).toContain('is as it came');
    await spaces.resetScene(); // the key once more, by accident
    await spaces.undo();
    expect(await rows()).toBe(asItCame);
    await spaces.undo();
    expect(await rows()).toBe(asItCame + 1);
    expect(spaces).toMatchObject({ canUndo: false, error: null });
  });

  test('taken back from another space, it opens nothing', async () => {
    const { spaces } = await open();
    const [scene] = spaces.scenes;
    await spaces.open(scene!.id);
    await spaces.store!.saveComparison(comparison(1));
    await spaces.resetScene();
    await spaces.open('personal');
    await spaces.undo();
    expect(spaces.store?.id).toBe('personal');
    await spaces.open(scene!.id);
    expect(await spaces.store!.getComparison(comparison(1).id)).not.toBeNull();
  });
});

test('single keys are switched off at once, and stay so', async () => {
  await open();
  const heard: string[] = [];
  const listen = (event: KeyboardEvent) => {
    if (!isTyping(event)) heard.push(event.key);
  };
  addEventListener('keydown', listen);
  const box = page.getByRole('checkbox', { name: 'Shortcuts of a single key' });
  await expect.element(box).toBeChecked();
  await userEvent.keyboard('l');
  await box.click();
  expect(page.getByText('Which keys?').elements()).toHaveLength(0);
  await userEvent.keyboard('lr1');
  expect(heard).toEqual(['l']);
  expect(new Shortcuts().on).toBe(false); // the next visit
  await userEvent.keyboard('r');
  await box.click();
  await userEvent.keyboard('u');
  expect(heard).toEqual(['l', 'u']);
  expect(new Shortcuts().on).toBe(true);
  removeEventListener('keydown', listen);
});
