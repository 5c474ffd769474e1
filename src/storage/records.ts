import type {
  Comparison,
  Dataset,
  Judgement,
  Persona,
  PersonaInference,
  Run,
  TailoredResponse,
} from '../domain/types';

/** A stored setting of a space. */
export interface Setting {
  key: string;
  value: unknown;
}

/** Every kind of record a space holds: what a backup contains and what Undo puts back. */
export interface Records {
  comparisons: Comparison[];
  datasets: Dataset[];
  personas: Persona[];
  inferences: PersonaInference[];
  judgements: Judgement[];
  responses: TailoredResponse[];
  runs: Run[];
  settings: Setting[];
}

export type RecordKind = keyof Records;

/** Everything a deletion took away; hand it to `restore` for Undo. */
export type Deleted = Records;

/** No records of any kind. */
export function noRecords(): Records {
  return {
    comparisons: [],
    datasets: [],
    personas: [],
    inferences: [],
    judgements: [],
    responses: [],
    runs: [],
    settings: [],
  };
}
