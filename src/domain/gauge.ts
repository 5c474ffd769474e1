/** Weights of units of text, one row a unit, one column a class. */
export interface UnitTable {
  /** The units, one a line, in the order of the rows. */
  units: string;
  /** Base64 of the rows' signed bytes. */
  weights: string;
  /** Nats that 1 in `weights` stands for. */
  step: number;
}

/**
 * Two linear readers beside the language model, `models/<id>/gauge.json`: one weighs what sets two
 * responses apart, one what a persona asks for.
 */
export interface GaugeData {
  version: 1;
  /** Axis ids in the order of the columns. */
  axes: string[];
  /** Words of like meaning: stem, or two stems with a blank between, to the name of the concept. */
  concepts: Record<string, string>;
  /** Column = axis; positive speaks for its first pole. */
  pairs: {
    table: UnitTable;
    /** Per measured difference (see `tasks/dinghy/units.ts`), one weight in nats an axis. */
    differences: number[][];
    /** Per axis: the score of "no telling difference". */
    ties: number[];
    /** Nats that one nat of the language model's own evidence is worth. */
    model: number;
  };
  /** Column = 2 × axis + (0 first pole, 1 second pole). */
  personas: {
    table: UnitTable;
    bias: number[];
    /** Nats that a pole is worth which the language model lists. */
    model: number;
  };
  /**
   * From which probability on a pole is named to a person (the first; one that no feature measures; further
   * ones), or understood; set on held-out pairs and personas.
   */
  thresholds: { name: number; soft: number; further: number; understand: number };
}
