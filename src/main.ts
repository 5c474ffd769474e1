import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { CurrentDesk } from './desk.svelte';
import { AppError } from './domain/errors';
import type { Knowledge } from './domain/knowledge';
import { startsSmall, startWorker } from './early';
import { connectEngine } from './engine/connectEngine';
import { loadKnowledge } from './engine/knowledge';
import { readModelCard } from './engine/modelCards';
import { ModelShelf } from './features/models/modelShelf.svelte';
import type { ModelSource } from './features/models/modelSource';
import { ModelState } from './features/models/modelState.svelte';
import { OfflineState } from './features/offline/serviceWorker.svelte';
import { KeepState } from './features/spaces/keepState.svelte';
import { SpacesState } from './features/spaces/spacesState.svelte';
import { hasModels } from './storage/models/hasModels';
import { memorySpaces, openSpaces } from './storage/openSpaces';
import { Route } from './ui/route.svelte';
import { Shortcuts } from './ui/shortcuts.svelte';
import { Stage } from './ui/stage.svelte';
import { stepWhenIdle, whenIdle } from './ui/whenIdle';

/** The model that comes with the app. */
const EMBEDDED = 'dinghy';
/** The files for use without a network are fetched when the model is ready, or after this long. */
const KEEP_AFTER_MS = 10_000;

const route = new Route();
const stage = new Stage();
const shortcuts = new Shortcuts();
const offline = new OfflineState(import.meta.env.PROD ? './sw.js' : null);

const engine = connectEngine(startWorker, {
  early: startsSmall ? 'small' : 'any',
  onReload: (loaded) => void model.reloading(loaded),
  idleMs: () => (model.choice.idleMinutes ?? 0) * 60_000 || null,
});
const model: ModelState = new ModelState(
  engine,
  readSource,
  () => desk.stop(),
  () => engine.restAnew(),
);
const shelf = new ModelShelf(model, {
  openStore: async () => (await import('./storage/models/openModelStore')).openModelStore(),
  hasModels,
  siteModels: async () => (await import('./features/models/siteModels')).readSiteModels(EMBEDDED),
  addFiles: async (...picked) => (await import('./storage/models/sideLoad')).addFiles(...picked),
  savePack: async (...wish) => (await import('./features/models/savePack')).savePack(...wish),
});

async function readSource(id: string | null): Promise<ModelSource> {
  if (id !== null) {
    const { readStored } = await import('./features/models/storedSource');
    return readStored(await shelf.store(), id);
  }
  const card = await readModelCard(EMBEDDED);
  const knowledge = loadKnowledge(card);
  knowledge.then(getReady, () => {}); // a failure is told when it is waited for
  return { card, knowledge };
}

/** While the worker starts the model, the page makes ready what reads questions and personas. */
async function getReady(knowledge: Knowledge | null): Promise<void> {
  if (!knowledge) return;
  const { gettingReady } = await import('./tasks/dinghy/gettingReady');
  stepWhenIdle(gettingReady(knowledge));
}

/** Under way while the spaces open and the page is mounted. */
const loading = model.load();
// The start page comes first; who came for another page needs the code of the pages at once.
if (route.page !== '') import('./makeDesk').catch(() => {}); // fails again, and is told, when it is used

const { spaces: list, lost } = await openSpaces().then(
  (spaces) => ({ spaces, lost: null }),
  async (error: unknown) => ({ spaces: await memorySpaces(), lost: AppError.from(error) }),
);
const desk: CurrentDesk = new CurrentDesk(
  () => model.model,
  () => void spaces.refreshCounts(),
);
const spaces = new SpacesState(list, desk);
const keep = new KeepState(
  () =>
    spaces.store && spaces.current ? { store: spaces.store, name: spaces.current.name } : null,
  () => void spaces.refreshCounts(),
);

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, {
  target,
  props: { route, stage, shortcuts, model, shelf, offline, spaces, keep, desk, lost },
});

void spaces.start();
void loading.then(() => whenIdle(() => void shelf.sweep()));
// Keeping all files for later competes with reading the model now.
const patience = new Promise((resolve) => setTimeout(resolve, KEEP_AFTER_MS));
void Promise.race([loading, patience]).then(() => offline.start());
