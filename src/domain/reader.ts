/** Weights that stand only where unit and column were seen together. */
export interface SparseTable {
  /** The units, one a line, in the order of the rows. */
  units: string;
  /** Base64 of the rows, three bytes an entry: column (low byte, high byte), signed weight; a row ends with 0xFFFF, 0. */
  rows: string;
  /** Nats that 1 in `rows` stands for. */
  step: number;
}

/** A linear reader of questions, `models/<id>/reader.json`: which topic a question is about, which notes help. */
export interface ReaderData {
  version: 1;
  /** Topic ids in the order of the columns; a last column stands for questions that no topic answers. */
  topics: string[];
  subject: { table: SparseTable; bias: number[] };
  /** Column 0: that all notes help; 1 + 10 × topic + note: that this one does; after those, one a topic: that its notes do. */
  notes: { table: SparseTable; bias: number[] };
}
