/** Weights of one unit of text: column, whole weight, column, whole weight … */
export type UnitWeights = readonly number[];

/**
 * Two linear readers beside the language model, `models/<id>/gauge.json`: one weighs what sets two
 * responses apart, one what a persona asks for. A whole weight counts `step` nats.
 */
export interface GaugeData {
  version: 1;
  /** Axis ids in the order of the columns. */
  axes: string[];
  step: number;
  /** Words of like meaning: stem, or two stems with a blank between, to the name of the concept. */
  concepts: Record<string, string>;
  /** Column = axis; positive speaks for its first pole. */
  pairs: {
    units: Record<string, UnitWeights>;
    /** Per measured difference (see `tasks/dinghy/units.ts`), one weight an axis. */
    differences: number[][];
    /** Per axis: the score of "no telling difference". */
    ties: number[];
    /** Nats that one nat of the language model's own evidence is worth. */
    model: number;
  };
  /** Column = 2 × axis + (0 first pole, 1 second pole). */
  personas: {
    units: Record<string, UnitWeights>;
    bias: number[];
    /** Nats that one nat of the language model's own reading is worth. */
    model: number;
  };
  /** A pole is named, or understood, from this probability on; set on held-out pairs and personas. */
  thresholds: { name: number; understand: number };
}
