import type { ModelStore, StoredModel } from '../../storage/models/modelStore';
import type { DroppedFile } from '../../storage/models/droppedFiles';
import { Deeds } from './deeds.svelte';
import { probeMachine, probeMachineSpeed, type Machine, type MachineSpeed } from './machine';
import type { ModelState } from './modelState.svelte';
import type { OnBytes, ShelfTools } from './shelfTools';
import { sizeText } from './words';

/** From here on, sticks that are formatted as FAT32 take no file. */
const FAT32_BYTES = 2 ** 32;

/** The models kept in this browser, and what this machine can run. */
export class ModelShelf extends Deeds {
  stored = $state.raw<readonly StoredModel[]>([]);
  usage = $state.raw<{ modelsBytes: number; estimate: StorageEstimate | null } | null>(null);
  machine = $state.raw<Machine | null>(null);
  /** What this machine can do, once measured. */
  speed = $state.raw<MachineSpeed | null>(null);
  /** Ids of what this server has itself; `null` until somebody asks. */
  ofSite = $state.raw<readonly string[] | null>(null);
  #store: Promise<ModelStore> | null = null;

  constructor(
    private readonly model: ModelState,
    readonly tools: ShelfTools,
  ) {
    super();
  }

  /** The open store; opened at the first use, again after a failure. */
  store(): Promise<ModelStore> {
    this.#store ??= this.tools.openStore().then((store) => {
      store.onchange(() => void this.refresh().catch(() => {})); // said when something is done
      return store;
    });
    this.#store.catch(() => (this.#store = null));
    return this.#store;
  }

  /** Reads the list, sweeps what belongs to nothing, looks at the machine. */
  async open(): Promise<void> {
    this.machine ??= await probeMachine();
    await this.attempt(async () => {
      const store = await this.store();
      const swept = await store.sweep();
      if (swept.bytes > 0) {
        this.notice = `${sizeText(swept.bytes)} of unfinished or lost model files were cleared away.`;
      }
      await this.refresh();
    });
  }

  /** Clears away what belongs to nothing, unseen, where models are kept; for the start of the app. */
  async sweep(): Promise<void> {
    try {
      if (await this.tools.hasModels?.()) await (await this.store()).sweep();
    } catch {
      // said when the page is opened
    }
  }

  /** Asks this server which models it has, for who wants one from there. */
  async askSite(): Promise<void> {
    await this.attempt(async () => {
      this.ofSite = (await this.tools.siteModels?.()) ?? [];
    });
  }

  async refresh(): Promise<void> {
    const store = await this.store();
    [this.stored, this.usage] = await Promise.all([store.list(), store.usage()]);
  }

  /** Measures for about two seconds, the processor with the model that is loaded. */
  async measure(): Promise<void> {
    const { model, loaded } = this.model;
    await this.work('Measuring this machine', async (_, signal) => {
      this.speed = await probeMachineSpeed(model, loaded?.device, this.machine, signal);
      const { multiplications, gpuBytes } = this.speed;
      this.notice =
        multiplications === null && gpuBytes === null
          ? 'Nothing could be measured: no model is ready on the processor. Try again when one is.'
          : 'This machine has been measured; the models below say how fast they would be.';
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
    await this.attempt(async () => {
      if (this.model.choice.id === stored.id) await this.model.use(null);
      const { bytes } = await (await this.store()).delete(stored.id);
      this.notice = `${stored.card.name} was deleted: ${sizeText(bytes)} are free again. What it wrote is kept.`;
      await this.refresh();
    });
  }

  /** @param given picked files, or dropped ones that are still being read */
  async addFiles(given: readonly File[] | Promise<readonly (File | DroppedFile)[]>): Promise<void> {
    const { addFiles } = this.tools;
    if (!addFiles) return;
    await this.work('Checking and keeping the files', async (onBytes, signal) => {
      const files = await given;
      if (files.length === 0) return;
      const added = await addFiles(await this.store(), files, onBytes, signal);
      this.notice = `${added.card.name} is kept in this browser. Press “Use” to have it answer.`;
      await this.refresh();
    });
  }

  async savePack(stored: StoredModel): Promise<void> {
    const { savePack } = this.tools;
    if (!savePack) return;
    const bytes = stored.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const large =
      bytes < FAT32_BYTES ? '' : `: ${sizeText(bytes)}, which a stick takes only if it is exFAT`;
    await this.work(`Packing ${stored.card.name}${large}`, async (onBytes, signal) => {
      if (!(await savePack(this.store(), stored, onBytes, signal))) return;
      this.notice =
        'The pack is saved: one file for a stick, to be opened here or on another machine.';
    });
  }
}
