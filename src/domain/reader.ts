/** Weights that stand only where unit and column were seen together. */
export interface SparseTable {
  /** The units, sorted and front-coded (`tasks/dinghy/frontCoded.ts`), one a line, in the order of the rows. */
  units: string;
  /**
   * Base64 of the rows: per entry the steps from the column before (from -1 on; seven bits a byte, low ones first, the eighth says
   * that more follow) and a signed weight; a row ends with 0.
   */
  rows: string;
  /** Nats that 1 in `rows` stands for. */
  step: number;
}

/** Notes a topic has at most. */
export const MOST_NOTES = 12;

/** A linear reader of questions, `models/<id>/reader.json`: which topic a question is about, which notes help. */
export interface ReaderData {
  version: 2;
  /** Topic ids in the order of the columns; a last column stands for questions that no topic answers. */
  topics: string[];
  /** Words of like meaning: name of a group, whose unit is `@name`, to its units, joined with commas. */
  groups: Record<string, string>;
  subject: { table: SparseTable; bias: number[] };
  /** Column 0: that all notes help; 1 + 12 × topic + note: that this one does; after those, one a topic: that its notes do. */
  notes: { table: SparseTable; bias: number[] };
}
