import { AppError } from '../../domain/errors';
import type { ModelStore, StoredModel } from '../../storage/models/modelStore';
import { saveFile } from '../../ui/saveFile';
import { probeMachine, probeSpeed, type Machine } from './machine';
import type { ModelState } from './modelState.svelte';
import { sizeText } from './words';

/** What a shelf needs from outside; made in main.ts. */
export interface ShelfTools {
  openStore(): Promise<ModelStore>;
  /** Checks picked files and keeps them as one model. */
  addFiles?(store: ModelStore, files: readonly File[], onBytes: OnBytes): Promise<StoredModel>;
  /** One file with everything and its hashes, for others. */
  makePack?(store: ModelStore, id: string, onBytes: OnBytes): Promise<Blob>;
}

type OnBytes = (done: number, total: number) => void;

/** The models kept in this browser, and what this machine can run. */
export class ModelShelf {
  stored = $state.raw<readonly StoredModel[]>([]);
  usage = $state.raw<{ modelsBytes: number; estimate: StorageEstimate | null } | null>(null);
  machine = $state.raw<Machine | null>(null);
  /** Multiplications a second, once measured. */
  speed = $state.raw<number | null>(null);
  /** What was done last, as a sentence. */
  notice = $state.raw('');
  error = $state.raw<AppError | null>(null);
  /** What is under way; `null` for nothing. */
  job = $state.raw<{ label: string; done: number; total: number } | null>(null);
  #store: Promise<ModelStore> | null = null;

  constructor(
    private readonly model: ModelState,
    readonly tools: ShelfTools,
  ) {}

  /** The open store; opened at the first use, again after a failure. */
  store(): Promise<ModelStore> {
    this.#store ??= this.tools.openStore().then((store) => {
      store.onchange(() => void this.refresh());
      return store;
    });
    this.#store.catch(() => (this.#store = null));
    return this.#store;
  }

  /** Reads the list, sweeps what belongs to nothing, looks at the machine. */
  async open(): Promise<void> {
    this.machine ??= await probeMachine();
    await this.#do(async () => {
      const store = await this.store();
      const swept = await store.sweep();
      if (swept.bytes > 0) {
        this.notice = `${sizeText(swept.bytes)} of unfinished or lost model files were cleared away.`;
      }
      await this.refresh();
    });
  }

  /** Clears away what belongs to nothing, unseen; for the start of the app. Never throws. */
  async sweep(): Promise<void> {
    await this.store()
      .then((store) => store.sweep())
      .catch(() => {}); // said when the page is opened
  }

  async refresh(): Promise<void> {
    const store = await this.store();
    [this.stored, this.usage] = await Promise.all([store.list(), store.usage()]);
  }

  /** Measures for about two seconds with the model that is loaded. */
  async measure(): Promise<void> {
    const { model } = this.model;
    if (!model) return;
    await this.#work('Measuring this machine', async () => {
      this.speed = await probeSpeed(model);
      this.notice = 'This machine has been measured; the models below say how fast they would be.';
    });
  }

  async use(id: string | null): Promise<void> {
    this.error = null;
    this.notice = '';
    await this.model.use(id);
    if (this.model.phase === 'ready' && !this.model.fallback) {
      this.notice = 'This model answers from now on. Your comparisons and personas stay.';
    }
  }

  async remove(stored: StoredModel): Promise<void> {
    await this.#do(async () => {
      if (this.model.choice.id === stored.id) await this.model.use(null);
      const { bytes } = await (await this.store()).delete(stored.id);
      this.notice = `${stored.card.name} was deleted: ${sizeText(bytes)} are free again. What it wrote is kept.`;
      await this.refresh();
    });
  }

  async addFiles(files: readonly File[]): Promise<void> {
    const { addFiles } = this.tools;
    if (files.length === 0 || !addFiles) return;
    await this.#work('Checking and keeping the files', async (onBytes) => {
      const added = await addFiles(await this.store(), files, onBytes);
      this.notice = `${added.card.name} is kept in this browser. Press “Use” to have it answer.`;
      await this.refresh();
    });
  }

  async exportPack(stored: StoredModel): Promise<void> {
    const { makePack } = this.tools;
    if (!makePack) return;
    await this.#work(`Packing ${stored.card.name}`, async (onBytes) => {
      const pack = await makePack(await this.store(), stored.id, onBytes);
      saveFile(pack, `${stored.id.replaceAll('/', '--')}.whose-boat-model.zip`);
      this.notice =
        'The pack is saved: one file for a stick, to be opened here or on another machine.';
    });
  }

  async #work(label: string, work: (onBytes: OnBytes) => Promise<void>): Promise<void> {
    this.job = { label, done: 0, total: 0 };
    await this.#do(() => work((done, total) => (this.job = { label, done, total })));
    this.job = null;
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.error = null;
    try {
      await work();
    } catch (error) {
      this.error = AppError.from(error);
    }
  }
}
