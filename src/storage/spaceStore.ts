import type { AppError } from '../domain/errors';
import type {
  Comparison,
  Dataset,
  Judgement,
  Persona,
  PersonaInference,
  PreferencePair,
  ResponseSide,
  Run,
  TailoredResponse,
} from '../domain/types';
import type { Deleted, RecordKind, Records } from './records';

export type { Deleted, RecordKind, Records } from './records';

/** Which comparisons to list. */
export interface ComparisonQuery {
  /**
   * `queue`: waiting for a vote. `decided`: for one side, so a pair.
   * `undecided-kind`: both bad and ties.
   */
  state: 'all' | 'queue' | 'decided' | 'undecided-kind';
  /** A file's id, `null` for what was made in the app, left out for both. */
  datasetId?: string | null;
  /** Words that must all occur somewhere in prompt, responses, earlier turns or reason. */
  text?: string;
  offset: number;
  limit: number;
}

/** How many comparisons there are of each state. `pairs` are the decided ones. */
export interface ComparisonCounts {
  all: number;
  queue: number;
  pairs: number;
  ties: number;
  bothBad: number;
}

/**
 * The records of one space, kept over reloads in a database of its own.
 *
 * Every write is one transaction, on disk when its promise resolves; a write that fails
 * changes nothing. Records may come from `$state.raw`, never from a `$state` proxy.
 *
 * @throws {AppError} every method: `storage-full`, `storage-blocked` (this tab was closed
 *   because another one updates or deletes the space) or `storage-unavailable`
 */
export interface SpaceStore {
  readonly id: string;
  /** Lets go of the database. Later calls throw. */
  close(): void;
  /** Calls `listener` after another tab (or another store of this space) changed something. Returns the way to stop. */
  onchange(listener: () => void): () => void;
  /** Calls `listener` when this store had to close; the error says why. Returns the way to stop. */
  onclose(listener: (error: AppError) => void): () => void;

  /**
   * Adds or replaces a comparison. When a pair's words or choice change, the personas inferred from
   * it no longer fit and are taken away with their judgements: they are returned, else `null`.
   */
  saveComparison(comparison: Comparison): Promise<Deleted | null>;
  getComparison(id: string): Promise<Comparison | null>;
  /** Takes with them inferences, judgements and the personas inferred from them. */
  deleteComparisons(ids: readonly string[]): Promise<Deleted>;
  /** Adds the records whose ids are not there; those that are there stay as they are. */
  restore(records: Partial<Records>): Promise<{ kept: number; already: number }>;
  /** Empties the space and fills it with these records, in one transaction: how a scene is reset. */
  replaceAll(records: Partial<Records>): Promise<void>;
  /**
   * Adds comparisons whose fingerprints are new, in order, in one transaction. Batches of
   * 500 to 2,000 are fast. Ids from `newId` keep the order of the file.
   */
  importComparisons(batch: readonly Comparison[]): Promise<{ kept: number; duplicates: number }>;
  /** One page; in the file's order for a queue or a file, else newest first. */
  listComparisons(
    query: ComparisonQuery,
    signal?: AbortSignal,
  ): Promise<{ rows: Comparison[]; total: number }>;
  countComparisons(): Promise<ComparisonCounts>;
  /** Decided comparisons as pairs, newest first. */
  listPairs(limit?: number): Promise<PreferencePair[]>;
  /** The pairs of these ids, in this order; ids without a decided comparison are left out. */
  getPairs(ids: readonly string[]): Promise<PreferencePair[]>;
  /** The comparison that has waited longest; `null` when the queue is empty. */
  nextInQueue(): Promise<Comparison | null>;

  saveDataset(dataset: Dataset): Promise<void>;
  /** Newest first. */
  listDatasets(): Promise<Dataset[]>;
  /** Takes with it its comparisons and all that hangs on them. */
  deleteDataset(id: string): Promise<Deleted>;

  savePersona(persona: Persona): Promise<void>;
  getPersona(id: string): Promise<Persona | null>;
  /** Newest first. */
  listPersonas(): Promise<Persona[]>;
  /** Takes with it its judgements and the inferences that named it. */
  deletePersona(id: string): Promise<Deleted>;

  /** Keeps the result of one inference and, unless the model abstained, its persona, together. */
  saveInference(inference: PersonaInference, persona: Persona | null): Promise<void>;
  getInference(
    pairId: string,
    side: ResponseSide,
    modelId: string,
  ): Promise<PersonaInference | null>;
  listInferences(): Promise<PersonaInference[]>;
  saveJudgements(judgements: readonly Judgement[]): Promise<void>;
  listJudgements(): Promise<Judgement[]>;

  /** Keeps answers asked at one time, in one transaction. */
  saveResponses(responses: readonly TailoredResponse[]): Promise<void>;
  /** Newest first. */
  listResponses(limit?: number): Promise<TailoredResponse[]>;

  saveRun(run: Run): Promise<void>;
  getRun(id: string): Promise<Run | null>;
  /** Latest start first. */
  listRuns(): Promise<Run[]>;

  /** The stored value; the caller checks its shape when it may come from an older version. */
  getSetting<T>(key: string, fallback: T): Promise<T>;
  setSetting(key: string, value: unknown): Promise<void>;

  /** All records of a kind, a batch at a time, by id; for backup and export. */
  readAll<Kind extends RecordKind>(kind: Kind, signal?: AbortSignal): AsyncGenerator<Records[Kind]>;
}

/** What a store does with comparisons: kept in memory or in IndexedDB, one contract. */
export type ComparisonMethods = Pick<
  SpaceStore,
  | 'saveComparison'
  | 'getComparison'
  | 'deleteComparisons'
  | 'importComparisons'
  | 'listComparisons'
  | 'countComparisons'
  | 'listPairs'
  | 'getPairs'
  | 'nextInQueue'
>;
