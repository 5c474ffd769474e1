import { newId } from '../../domain/comparison';
import { AppError } from '../../domain/errors';
import type { SpaceStore } from '../../storage/spaceStore';
import { connectImporter } from './connectImporter';
import { guessMapping, textColumns, type ColumnMapping } from './formats/columns';
import { findFormat } from './formats';
import { readRow, type ComparisonDraft } from './formats/format';
import type { Importer, Recognised } from './importPlan';
import { ImportRun } from './importRun.svelte';

const PREVIEW = 5;
const LONGEST_NAME = 60;

/** The way of a file into the library: chosen, looked at, stored. Survives leaving the page. */
export class ImportState {
  file = $state.raw<File | null>(null);
  looking = $state.raw(false);
  recognised = $state.raw<Recognised | null>(null);
  /** Set while the person says which column is what. */
  mapping = $state.raw<ColumnMapping | null>(null);
  /** Whether a table's first row holds names. */
  header = $state.raw(true);
  error = $state.raw<AppError | null>(null);
  run = $state.raw<ImportRun | null>(null);
  #controller: AbortController | null = null;

  readonly format = $derived(
    this.mapping
      ? findFormat('columns', this.mapping)
      : findFormat(this.recognised?.formatId ?? '', null),
  );
  readonly rows = $derived((this.recognised?.sample ?? []).map(({ value }) => value));
  /** Columns that can be chosen. */
  readonly columns = $derived(textColumns(this.rows));
  /** The first rows as they would be stored, and what is wrong with rows near the beginning. */
  readonly preview = $derived.by(() => {
    const { format, recognised } = this;
    if (!format || format.holdsNoPairs || !recognised) return { drafts: [], good: 0, issues: [] };
    const drafts: ComparisonDraft[] = [];
    let good = 0;
    const issues = [...recognised.issues];
    for (const { row, value } of recognised.sample) {
      const result = readRow(format, value, row);
      if (Array.isArray(result)) issues.push(...result);
      else if (++good <= PREVIEW) drafts.push(result);
    }
    return { drafts, good, issues: issues.sort((x, y) => x.row - y.row) };
  });

  /** `onstored` is called when comparisons came or went, so that others count again. */
  constructor(
    private readonly store: SpaceStore,
    private readonly onstored: () => void,
    private readonly importer: Importer = connectImporter(),
  ) {}

  /** Looks at the beginning of a file; stores nothing. Does nothing while another one is being stored. */
  async choose(file: File, header = true): Promise<void> {
    if (this.run?.running) return;
    this.reset();
    this.file = file;
    this.header = header;
    this.looking = true;
    const controller = new AbortController();
    this.#controller = controller;
    try {
      this.recognised = await this.importer.recognise(file, header, controller.signal);
      if (this.recognised.formatId === null) this.chooseColumns();
    } catch (error) {
      if (!controller.signal.aborted) this.error = AppError.from(error);
    } finally {
      if (this.#controller === controller) this.looking = false;
    }
  }

  /** Lets the person say which column is what, beginning with a guess. */
  chooseColumns(): void {
    this.mapping = this.columns.length >= 3 ? guessMapping(this.columns, this.rows) : null;
  }

  /** Back to the layout that was recognised. */
  useRecognised(): void {
    this.mapping = null;
  }

  /** Stores the file; resolves when it is done. */
  async start(): Promise<void> {
    const { file, format, mapping, header } = this;
    if (!file || !format || this.run) return;
    const importedAt = Date.now();
    const dataset = {
      id: newId(),
      name: shorten(file.name),
      formatId: format.id,
      counts: { kept: 0, refused: 0, duplicates: 0 },
      sizeBytes: file.size,
      importedAt,
    };
    const run = new ImportRun(this.store, this.onstored, dataset);
    this.run = run;
    const plan = { datasetId: dataset.id, formatId: format.id, mapping, header, importedAt };
    await run.start(this.importer, file, plan);
  }

  /** Ready for another file. What is being stored is cancelled; what is stored stays. */
  reset(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.run?.cancel();
    this.run = null;
    this.file = null;
    this.recognised = null;
    this.mapping = null;
    this.error = null;
    this.header = true;
    this.looking = false;
  }
}

/** File names can be long; the ending says most, so the middle goes. */
function shorten(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME / 2)}…${name.slice(1 - LONGEST_NAME / 2)}`;
}
