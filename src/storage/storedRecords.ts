import type { Comparison } from '../domain/types';
import type { Connection, WriteTransaction } from './connection';
import type { RecordKind, Records } from './records';
import { countRecords, recordKinds } from './rules';
import { fromStored, toStored, type SpaceSchema, type StoredComparison } from './spaceSchema';
import type { SpaceStore } from './spaceStore';

type RecordMethods = Pick<SpaceStore, 'restore' | 'replaceAll' | 'readAll'>;

/** Rows in one transaction of a large `restore`. */
const RESTORE_ROWS = 2000;
/** Rows read at a time; 200 long ones are some 40 MB. */
const READ_ROWS = 200;

/** The part of a stored space that reads and writes whole sets of records. */
export function storedRecords({ read, write }: Connection): RecordMethods {
  return {
    async restore(records) {
      let kept = 0;
      const rows = rowsOf(records);
      for (const part of inParts(rows)) {
        kept += (await write([...recordKinds], (tx) => addMissing(tx, part))).kept;
      }
      return { kept, already: countRecords(records) - kept };
    },
    replaceAll: (records) =>
      write([...recordKinds], async (tx) => {
        await Promise.all(recordKinds.map((kind) => tx.objectStore(kind).clear()));
        await addMissing(tx, rowsOf(records));
      }),
    async *readAll<Kind extends RecordKind>(kind: Kind, signal?: AbortSignal) {
      let range: IDBKeyRange | null = null;
      while (true) {
        signal?.throwIfAborted();
        const [keys, rows] = await read(async (db) => {
          const table = db.transaction(kind).store;
          return Promise.all([table.getAllKeys(range, READ_ROWS), table.getAll(range, READ_ROWS)]);
        });
        const last = keys.at(-1);
        if (last === undefined) return;
        range = IDBKeyRange.lowerBound(last, true);
        // The table of a kind holds rows of this kind; `plain` removes what only indexes need.
        yield rows.map((row) => plain(kind, row)) as Records[Kind];
      }
    },
  };
}

interface Row {
  kind: RecordKind;
  key: string;
  row: Records[RecordKind][number];
}

/** All rows, what others hang on first; of rows with the same key only the first. */
function rowsOf(records: Partial<Records>): Row[] {
  const rows = recordKinds.flatMap((kind) =>
    (records[kind] ?? []).map((row) => ({ kind, key: 'id' in row ? row.id : row.key, row })),
  );
  const seen = new Set<string>();
  return rows.filter(({ kind, key }) => {
    const name = `${kind} ${key}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
}

function* inParts(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += RESTORE_ROWS) {
    yield rows.slice(start, start + RESTORE_ROWS);
  }
}

/** Adds the rows whose keys are free. */
async function addMissing(tx: WriteTransaction<RecordKind[]>, rows: Row[]) {
  const keys = await Promise.all(rows.map(({ kind, key }) => tx.objectStore(kind).getKey(key)));
  const missing = rows.filter((_row, index) => keys[index] === undefined);
  await Promise.all(
    missing.map(({ kind, row }) =>
      kind === 'comparisons'
        ? // `rowsOf` guarantees that a row is of its kind.
          tx.objectStore(kind).put(toStored(row as Comparison))
        : tx.objectStore(kind).put(row as never),
    ),
  );
  return { kept: missing.length, already: rows.length - missing.length };
}

/** The record without what only indexes need. */
function plain<Kind extends RecordKind>(kind: Kind, row: SpaceSchema[Kind]['value']): unknown {
  return kind === 'comparisons' ? fromStored(row as StoredComparison) : row;
}
