import type { Comparison, RowIssue } from '../../domain/types';
import type { ColumnMapping } from './formats/columns';
import type { Row } from './formats/format';
import type { Container } from './reading/readRecords';

/** What a look at the beginning of a file has shown. Nothing is stored yet. */
export interface Recognised {
  container: Container;
  /** Id of the layout; `null` when a person has to say which column is what. */
  formatId: string | null;
  /** The first records, at most 50, for preview and for choosing columns. */
  sample: { row: number; value: Row }[];
  /** Rows near the beginning that are no records. */
  issues: RowIssue[];
  /** Records in the file; estimated from the part that was looked at unless `exact`. */
  rows: { count: number; exact: boolean };
  /** Remarks on encoding and damage, as sentences. */
  notes: string[];
}

/** How a file is to be read. */
export interface ImportPlan {
  datasetId: string;
  formatId: string;
  /** Set when `formatId` is `columns`. */
  mapping: ColumnMapping | null;
  /** Whether a table's first row holds names. */
  header: boolean;
  /** Milliseconds since 1970, written into every comparison. */
  importedAt: number;
}

/** A part of a file, ready to be stored. Counts cover this part alone. */
export interface ImportBatch {
  comparisons: Comparison[];
  /** Rows refused; there can be several issues to one row, and only the first are listed. */
  refused: number;
  issues: RowIssue[];
  /** Bytes of the file read up to here. */
  bytesRead: number;
  /** All remarks so far. */
  notes: string[];
}

/** Reads files; the page's own is a worker (`connectImporter`). */
export interface Importer {
  /** @throws {AppError} `unreadable-file` */
  recognise(file: Blob, header: boolean, signal?: AbortSignal): Promise<Recognised>;
  /** Parts of about 500 rows; the next is read while one is being stored. */
  read(file: Blob, plan: ImportPlan, signal?: AbortSignal): AsyncGenerator<ImportBatch, void, void>;
}

/** Issues that are listed; all are counted. */
export const MAX_ISSUES = 1000;
