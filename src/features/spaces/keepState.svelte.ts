import { AppError } from '../../domain/errors';
import type { RowIssue } from '../../domain/types';
import { backupSpace, readBackup, restoreSpace } from '../../storage/backup';
import { eraseEverything, type EraseReceipt } from '../../storage/erase';
import {
  exportEven,
  exportPairs,
  exportPairsCsv,
  exportPersonas,
  exportPersonasCsv,
} from '../../storage/exports';
import { persistence, storageRoom, type Persistence } from '../../storage/persistence';
import type { SpaceStore } from '../../storage/spaceStore';
import { saveFile } from '../../ui/saveFile';

/** Kinds of export, in the order they are offered. */
export const exportKinds = [
  { id: 'pairs', label: 'Pairs as TRL JSONL', write: exportPairs },
  { id: 'pairs-csv', label: 'Pairs as CSV', write: exportPairsCsv },
  { id: 'even', label: 'Ties and both-bad as JSONL', write: exportEven },
  { id: 'personas', label: 'Personas as JSONL', write: exportPersonas },
  { id: 'personas-csv', label: 'Personas as CSV', write: exportPersonasCsv },
] as const;

/** Backup, restore, export and erase. */
export class KeepState {
  busy = $state(false);
  error = $state.raw<AppError | null>(null);
  /** What just happened, as a sentence. */
  notice = $state('');
  /** Records of a backup that could not be read, by number. */
  problems = $state.raw<RowIssue[]>([]);
  receipt = $state.raw<EraseReceipt | null>(null);
  /** True once this tab was told to erase everything; it then shows the receipt. */
  erasing = $state(false);
  room = $state.raw<{ usedBytes: number; quotaBytes: number } | null>(null);
  persisted = $state.raw<Persistence | null>(null);

  constructor(
    private readonly getStore: () => { store: SpaceStore; name: string } | null,
    private readonly onrestored: () => void,
  ) {}

  async look(): Promise<void> {
    await this.#try(async () => {
      this.room = await storageRoom();
      this.persisted = await persistence();
    });
  }

  async backup(): Promise<void> {
    const open = this.getStore();
    if (!open) return;
    await this.#try(async () => {
      const blob = await backupSpace(open.store, open);
      saveFile(blob, `${fileSafe(open.name)}-${new Date().toISOString().slice(0, 10)}.json`);
      this.notice = `Backup of “${open.name}” saved.`;
    });
  }

  async restore(file: File): Promise<void> {
    const open = this.getStore();
    if (!open) return;
    await this.#try(async () => {
      const backup = await readBackup(file);
      const { kept, already, issues } = await restoreSpace(open.store, backup);
      this.problems = issues;
      this.notice = `${kept} records restored, ${already} were here already.`;
      this.onrestored();
    });
  }

  async export(kind: (typeof exportKinds)[number]): Promise<void> {
    const open = this.getStore();
    if (!open) return;
    await this.#try(async () => {
      const { blob, fileName, count } = await kind.write(open.store);
      if (count === 0) {
        this.notice = 'There is nothing of that kind in this space yet.';
        return;
      }
      saveFile(blob, fileName);
      this.notice = `${count} records saved as ${fileName}.`;
    });
  }

  async eraseAll(): Promise<void> {
    this.erasing = true;
    await this.#try(async () => {
      this.receipt = await eraseEverything();
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = null;
    this.notice = '';
    try {
      await work();
    } catch (error) {
      this.error = AppError.from(error);
    } finally {
      this.busy = false;
    }
  }
}

const fileSafe = (name: string) => name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40) || 'space';
