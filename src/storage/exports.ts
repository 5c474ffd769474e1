import { pairOf } from '../domain/comparison';
import type { Comparison } from '../domain/types';
import { BlobWriter } from './blobWriter';
import { BYTE_ORDER_MARK, csvLine } from './csv';
import {
  evenRow,
  pairCells,
  pairColumns,
  personaColumns,
  personaRow,
  trlRow,
  type PersonaRow,
} from './exportRows';
import type { SpaceStore } from './spaceStore';

/** A file to save, and how many records it holds. */
export interface Exported {
  blob: Blob;
  /** A name for the file, with its ending. */
  fileName: string;
  count: number;
}

/**
 * Decided comparisons as TRL preference rows, a JSON object a line.
 *
 * Text columns; when any pair has earlier turns, the whole file has message lists instead, because a
 * column of both kinds cannot be loaded. Ties and both-bad have no place in it: see `exportEven`.
 *
 * @throws {AppError} when the space cannot be read; an abort
 */
export async function exportPairs(store: SpaceStore, signal?: AbortSignal): Promise<Exported> {
  let form: 'text' | 'messages' = 'text';
  for await (const { choice, history } of comparisonsOf(store, signal)) {
    if ((choice === 'a' || choice === 'b') && history.length > 0) form = 'messages';
  }
  return exportRows('pairs.trl.jsonl', comparisonsOf(store, signal), (comparison) => {
    const pair = pairOf(comparison);
    return pair && jsonLine(trlRow(pair, form));
  });
}

/** Decided comparisons as a table for spreadsheets. @throws as `exportPairs` */
export async function exportPairsCsv(store: SpaceStore, signal?: AbortSignal): Promise<Exported> {
  const head = BYTE_ORDER_MARK + csvLine(pairColumns);
  const line = (comparison: Comparison) => {
    const pair = pairOf(comparison);
    return pair && csvLine(pairCells(pair));
  };
  return exportRows('pairs.csv', comparisonsOf(store, signal), line, head);
}

/** Ties and both-bad, told apart by the field `winner`. @throws as `exportPairs` */
export async function exportEven(store: SpaceStore, signal?: AbortSignal): Promise<Exported> {
  return exportRows('ties-and-both-bad.jsonl', comparisonsOf(store, signal), (comparison) => {
    const row = evenRow(comparison);
    return row && jsonLine(row);
  });
}

/** Personas with what they were inferred from, a JSON object a line. @throws as `exportPairs` */
export async function exportPersonas(store: SpaceStore, signal?: AbortSignal): Promise<Exported> {
  return exportRows('personas.jsonl', personaRows(store, signal), jsonLine);
}

/** The same as a table for spreadsheets. @throws as `exportPairs` */
export async function exportPersonasCsv(
  store: SpaceStore,
  signal?: AbortSignal,
): Promise<Exported> {
  const head = BYTE_ORDER_MARK + csvLine(personaColumns);
  const line = (row: PersonaRow) => csvLine(personaColumns.map((column) => row[column]));
  return exportRows('personas.csv', personaRows(store, signal), line, head);
}

async function exportRows<Row>(
  fileName: string,
  rows: AsyncIterable<Row>,
  line: (row: Row) => string | null,
  head = '',
): Promise<Exported> {
  const writer = new BlobWriter();
  writer.write(head);
  let count = 0;
  for await (const row of rows) {
    const text = line(row);
    if (text === null) continue;
    writer.write(text);
    count += 1;
  }
  const type = fileName.endsWith('.csv') ? 'text/csv' : 'application/jsonl';
  return { blob: writer.end(`${type};charset=utf-8`), fileName, count };
}

const jsonLine = (row: object) => `${JSON.stringify(row)}\n`;

async function* comparisonsOf(store: SpaceStore, signal?: AbortSignal) {
  for await (const batch of store.readAll('comparisons', signal)) yield* batch;
}

async function* personaRows(store: SpaceStore, signal?: AbortSignal): AsyncGenerator<PersonaRow> {
  for await (const batch of store.readAll('personas', signal)) {
    for (const persona of batch) {
      const pairId = persona.evidence?.pairId;
      yield personaRow(persona, pairId === undefined ? null : await store.getComparison(pairId));
    }
  }
}
