import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { ModelShelf } from '../../src/features/models/modelShelf.svelte';
import type { ShelfTools } from '../../src/features/models/shelfTools';
import ModelsPage from '../../src/features/models/ModelsPage.svelte';
import { ModelState } from '../../src/features/models/modelState.svelte';
import { readStored } from '../../src/features/models/storedSource';
import type { ModelStore, StoredModel } from '../../src/storage/models/modelStore';
import { fakeCard, fakeEngine, type FakeScript } from '../fakeEngine';

beforeEach(() => localStorage.clear());

const kept = (id: string, ready = true): StoredModel => ({
  id,
  card: { ...fakeCard, id, name: id.split('/')[1]!, promptKind: 'instruct', contextTokens: 9000 },
  revision: '0123456789abcdef',
  source: { kind: 'hub' },
  files: [
    {
      path: 'onnx/model_int8.onnx',
      sizeBytes: 137e6,
      sha256: null,
      complete: ready,
      receivedBytes: ready ? 137e6 : 50e6,
    },
  ],
  missing: [],
  addedAt: Date.UTC(2026, 10, 1),
  lastUsedAt: null,
  ready,
});

/** A store over a list; only what the page asks for. */
function fakeStore(models: StoredModel[]): ModelStore {
  let listener = () => {};
  const refuse = () => Promise.reject(new Error('not asked for by the page'));
  return {
    kind: 'opfs',
    close: () => {},
    list: async () => [...models],
    get: async (id) => models.find((each) => each.id === id) ?? null,
    begin: refuse,
    writer: refuse,
    blob: refuse,
    finish: refuse,
    describe: refuse,
    noteMissing: refuse,
    blobs: async () => new Map(),
    touch: async () => {},
    async delete(id) {
      models.splice(
        models.findIndex((each) => each.id === id),
        1,
      );
      listener();
      return { bytes: 137e6 };
    },
    sweep: async () => ({ files: 2, bytes: 3e6 }),
    usage: async () => ({
      modelsBytes: models.length * 137e6,
      estimate: { usage: 200e6, quota: 10e9 },
    }),
    onchange: (told) => {
      listener = told;
      return () => {};
    },
  };
}

/** The page over stored models, with the scripted model loaded. */
async function open(
  models: StoredModel[] = [],
  tools: Partial<ShelfTools> = {},
  script: FakeScript = {},
) {
  const store = fakeStore(models);
  const engine = fakeEngine(script);
  const model = new ModelState(engine, async (id) =>
    id === null ? { card: fakeCard, knowledge: null } : readStored(store, id),
  );
  const shelf = new ModelShelf(model, { openStore: async () => store, ...tools });
  await model.load();
  render(ModelsPage, { model, shelf });
  return { model, shelf, engine, store };
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true });
const text = (words: string | RegExp) => page.getByText(words);

describe('the models page', () => {
  test('shows first what answers now, and how fast', async () => {
    const { model } = await open();
    await expect.element(text(/Fake is ready after/)).toBeVisible();
    await expect.element(text(/your processor, 1 thread, with q8 weights/)).toBeVisible();
    expect(text('not measured yet').elements()).toHaveLength(4);
    const prompt = { kind: 'parts', parts: [] } as const;
    await model.model!.engine.score({ prompt, continuations: ['x'] });
    await expect.element(text('1,000 tokens/s').first()).toBeVisible();
  });

  test('says what was swept, and the sum beside what the browser counts', async () => {
    await open([kept('a/one')]);
    await expect.element(text(/3 MB of unfinished or lost model files/)).toBeVisible();
    await expect.element(text(/Models take 137 MB/)).toBeVisible();
    await expect.element(text(/uses 200 MB in all, of 10.0 GB/)).toBeVisible();
  });

  test('changes the model, remembers it, and changes back', async () => {
    const { model, engine } = await open([kept('a/one')]);
    await button('Use one').click();
    await expect.element(text('answers now').first()).toBeVisible();
    await expect.element(text(/Your comparisons and personas stay/)).toBeVisible();
    expect(model.model?.card).toMatchObject({ id: 'a/one', contextTokens: 4096 });
    expect(localStorage.getItem('whose-boat-model')).toContain('a/one');
    await button('Use the model that comes with the app').click();
    await expect.element(button('Use one')).toBeVisible();
    expect(engine.requests.load.map(({ id }) => id)).toEqual(['fake', 'a/one', 'fake']);
  });

  test('deletes only after a second press, and says what is free', async () => {
    const { model } = await open([kept('a/one')]);
    await button('Use one').click();
    await button('Delete one').click();
    await button('Keep').click();
    await button('Delete one').click();
    await button('Delete and free 137 MB').click();
    await expect.element(text(/one was deleted: 137 MB are free again/)).toBeVisible();
    await expect.element(text(/None yet/)).toBeVisible();
    expect(model.model?.card.id).toBe('fake');
  });

  test('one that is not whole can be gone on with, not used', async () => {
    await open([kept('a/half', false)]);
    await expect.element(text('50 MB of 137 MB')).toBeVisible();
    await expect
      .element(link('Go on with half'))
      .toHaveAttribute(
        'href',
        expect.stringMatching(/^download\.html#id=a%2Fhalf&source=hub&.*dtype=int8$/),
      );
    expect(button('Use half').elements()).toHaveLength(0);
  });

  test('a chosen model that is gone leaves the one of the app, with a sentence', async () => {
    localStorage.setItem('whose-boat-model', JSON.stringify({ id: 'a/gone' }));
    const { model } = await open();
    expect(model.phase).toBe('ready');
    await expect.element(text(/a\/gone could not be started/)).toBeVisible();
  });

  test('every model of the catalogue says bytes, licence and fitness before it is fetched', async () => {
    await open();
    const cards = page.getByRole('listitem').filter({ has: page.getByRole('heading') });
    await expect.poll(() => cards.elements().length).toBe(11);
    for (const card of cards.elements()) {
      expect(card.textContent).toMatch(/about [\d.]+ (MB|GB)/);
      expect(card.textContent).toMatch(/holds 4,096 tokens at once \(made for [\d,]+\)/);
      expect(card.textContent).toMatch(/Fits|Too big|Not enough room|Made for a graphics card/);
      expect(card.querySelector('a[href^="https://"]')).not.toBeNull();
      const got = card.querySelector('a[href^="download.html#"]');
      expect(got?.getAttribute('target')).toBe('_blank');
    }
    expect(text('A good start on this machine').elements()).toHaveLength(1);
    await expect.element(text(/Built with Llama/)).toBeVisible();
  });

  test('a mirror and any other model are asked for by address and name', async () => {
    await open();
    await page.getByRole('radio', { name: 'Another address' }).click();
    await page.getByLabelText('Address of the mirror').fill('nonsense here');
    await expect.element(text(/That is no web address/)).toBeVisible();
    await page.getByLabelText('Address of the mirror').fill('http://models.school.example');
    await expect.element(text(/Plain http is taken only from/)).toBeVisible();
    await page.getByLabelText('Address of the mirror').fill('https://models.school.example');
    const elsewhere = page.getByLabelText('Where it sends you for large files');
    await elsewhere.fill('http://files.example');
    await expect.element(text(/Plain http is taken only from/)).toBeVisible();
    await elsewhere.fill('https://files.example/x');
    await page.getByLabelText('Its name on the hub').fill('some');
    await expect.element(text('Write it as owner/name.')).toBeVisible();
    await page.getByLabelText('Its name on the hub').fill('some/model-ONNX');
    await expect
      .element(link('Get some/model-ONNX'))
      .toHaveAttribute(
        'href',
        expect.stringContaining(
          'origin=https%3A%2F%2Fmodels.school.example&files=https%3A%2F%2Ffiles.example',
        ),
      );
  });

  test('this server is asked what it has, and nothing else is offered from there', async () => {
    let asked = 0;
    let has = ['HuggingFaceTB/SmolLM2-135M-Instruct', 'school/own-ONNX'];
    const siteModels = async () => {
      asked += 1;
      return has;
    };
    await open([], { siteModels });
    await expect.element(link('Get SmolLM2 360M')).toBeVisible();
    expect(asked).toBe(0);
    const here = page.getByRole('radio', { name: 'This server’s own folder' });
    await here.click();
    await expect
      .element(link('Get school/own-ONNX'))
      .toHaveAttribute('href', 'download.html#id=school%2Fown-ONNX&source=site&device=wasm');
    await expect
      .element(link('Get SmolLM2 135M'))
      .toHaveAttribute('href', expect.stringContaining('source=site'));
    expect(page.getByRole('link', { name: /^Get / }).elements()).toHaveLength(2);
    expect(page.getByLabelText('Its name on the hub').elements()).toHaveLength(0);

    has = [];
    await page.getByRole('radio', { name: 'Hugging Face' }).click();
    await expect.element(link('Get SmolLM2 360M')).toBeVisible();
    await here.click();
    await expect.element(text(/This server has no model besides the one of the app/)).toBeVisible();
    expect(page.getByRole('link', { name: /^Get / }).elements()).toHaveLength(0);
  });

  test('measures the machine in words', async () => {
    await open();
    await button('Measure its speed (2 seconds)').click();
    await expect.element(text(/This machine has been measured/)).toBeVisible();
    await expect.element(text(/words? a second on this processor/).first()).toBeVisible();
  });

  test('adds files and exports a pack', async () => {
    const models: StoredModel[] = [];
    const packed: string[] = [];
    await open(models, {
      addFiles: async (_, files) => {
        const [first] = files;
        models.push(kept(`a/${first instanceof File ? first.name : first!.path}`));
        return models[0]!;
      },
      savePack: async (_, { id }) => {
        packed.push(id);
        return packed.length > 1;
      },
    });
    await page.getByLabelText('Model pack or files').upload(new File(['x'], 'boat'));
    await expect.element(text(/boat is kept in this browser/)).toBeVisible();
    await button('Export boat as one file').click(); // and then thinks better of it
    await expect.poll(() => packed).toEqual(['a/boat']);
    expect(text(/The pack is saved/).elements()).toHaveLength(0);
    await button('Export boat as one file').click();
    await expect.element(text(/The pack is saved/)).toBeVisible();
  });

  test('what is under way can be stopped, and says so', async () => {
    await open([kept('a/one')], {
      savePack: (_, _model, onBytes, signal) =>
        new Promise((_resolve, reject) => {
          onBytes(1, 10);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    await button('Export one as one file').click();
    await expect.element(page.getByRole('progressbar')).toHaveValue(1);
    await button('Stop').click();
    await expect.element(text('Stopped. Nothing of it was kept.')).toBeVisible();
    expect(
      page
        .getByRole('alert')
        .elements()
        .filter((each) => each.textContent),
    ).toEqual([]);
  });

  test('a dropped folder is taken, and a drop beside the zone does not open a file', async () => {
    const paths: string[] = [];
    await open([], {
      addFiles: async (_, files) => {
        paths.push(...files.map((file) => (file instanceof File ? file.name : file.path)));
        return kept('a/boat');
      },
    });
    await expect.element(text(/lost model files/)).toBeVisible(); // it has looked around
    const zone = page.getByRole('group', { name: 'Add a model from disk' }).element();
    const drop = (target: EventTarget, kind: 'dragover' | 'drop') => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['{}'], 'config.json'));
      dataTransfer.items.add(new File(['x'], 'model.onnx'));
      const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(drop(document.body, 'drop')).toBe(true);
    expect(paths).toEqual([]);
    expect(drop(zone, 'dragover')).toBe(true);
    await expect.element(text('Let go to add it')).toBeVisible();
    drop(zone, 'drop');
    await expect.element(text(/boat is kept in this browser/)).toBeVisible();
    expect(paths).toEqual(['config.json', 'model.onnx']);
    await expect.element(text('Drop a folder, a pack or files here')).toBeVisible();
  });
});
