import type { SparseTable } from './reader';

/** Weights of units of text, one row a unit, one column a class. */
export interface UnitTable {
  /** The units, sorted and front-coded (`tasks/dinghy/frontCoded.ts`), one a line, in the order of the rows. */
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
  version: 3;
  /** Axis ids in the order of the columns. */
  axes: string[];
  /** Words of like meaning: name of the concept to its stems (or two stems with a blank between), joined with commas. */
  concepts: Record<string, string>;
  /** Column = axis; positive speaks for its first pole. */
  pairs: {
    table: UnitTable;
    /** Per measured difference (see `tasks/dinghy/units.ts`), one weight in nats an axis. */
    differences: number[][];
    /** Per axis: the score of "no telling difference". */
    ties: number[];
    /** One column: how much a unit tells of texts like those the language model was trained on. */
    familiar: UnitTable;
  };
  /** Weighs the gauge's lean and the language model's own odds together; absent where the model is not asked of pairs. */
  naming?: NamingData;
  /** Column = 2 × axis + (0 first pole, 1 second pole). */
  personas: {
    table: SparseTable;
    bias: number[];
    /** Nats that a pole is worth which the language model lists. */
    model: number;
  };
  /**
   * From which probability on a pole is named to a person: the first, all `together` by their mean (another on texts from
   * so `familiar` on), and the `least` of them; or understood. Set on held-out pairs and personas.
   */
  thresholds: {
    name: number;
    together: number;
    familiar: { from: number; together: number };
    least: number;
    understand: number;
  };
}

/** A small network: what speaks for a pole (`tasks/dinghy/naming.ts`) → hidden units (GELU) → log-odds. */
export interface NamingData {
  /** One row a hidden unit: a weight for each input, then its bias. */
  hidden: number[][];
  /** A weight for each hidden unit, then the bias. */
  out: number[];
  /** What a pole has to begin with. */
  poles: Record<string, number>;
}
