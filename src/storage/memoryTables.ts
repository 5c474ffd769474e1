import { noRecords, type RecordKind, type Records } from './records';

type KeyOf<Row> = (row: Row) => string;

/** Rows by id; what goes in and out is copied, as a database does. */
export class MemoryTable<Row> {
  #rows = new Map<string, Row>();

  constructor(readonly keyOf: KeyOf<Row>) {}

  get(key: string): Row | null {
    const row = this.#rows.get(key);
    return row === undefined ? null : structuredClone(row);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  put(row: Row): void {
    this.#rows.set(this.keyOf(row), structuredClone(row));
  }

  /** All rows that pass, by id. */
  all(passes: (row: Row) => boolean = () => true): Row[] {
    return [...this.#rows]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([, row]) => (passes(row) ? [structuredClone(row)] : []));
  }

  /** Removes and returns the rows that pass. */
  take(passes: (row: Row) => boolean): Row[] {
    const taken = this.all(passes);
    for (const row of taken) this.#rows.delete(this.keyOf(row));
    return taken;
  }

  clear(): void {
    this.#rows.clear();
  }
}

export type MemoryTables = { [Kind in RecordKind]: MemoryTable<Records[Kind][number]> };

/** An empty table of each kind. */
export function memoryTables(): MemoryTables {
  const byId = <Row extends { id: string }>() => new MemoryTable<Row>(({ id }) => id);
  return {
    comparisons: byId(),
    datasets: byId(),
    personas: byId(),
    inferences: byId(),
    judgements: byId(),
    responses: byId(),
    runs: byId(),
    settings: new MemoryTable(({ key }) => key),
  };
}

/** Takes away what hangs on these pairs: inferences, personas inferred from them, judgements of either. */
export function takeHanging(tables: MemoryTables, pairIds: ReadonlySet<string>): Records {
  const personas = tables.personas.take(({ source, evidence }) =>
    Boolean(source === 'inferred' && evidence && pairIds.has(evidence.pairId)),
  );
  const personaIds = new Set(personas.map(({ id }) => id));
  return {
    ...noRecords(),
    personas,
    inferences: tables.inferences.take(({ pairId }) => pairIds.has(pairId)),
    judgements: tables.judgements.take(
      ({ pairId, personaId }) => pairIds.has(pairId) || personaIds.has(personaId),
    ),
  };
}
