import recorded from './recorded.json';

/** A whole round of the app, kept as it came from the embedded model; shown as recorded, never as live. */
export interface Recording {
  /** ISO day. */
  recordedOn: string;
  modelId: string;
  modelRevision: string;
  prompt: string;
  /** Left and right; each with the persona the model inferred for somebody who would pick it. */
  responses: { text: string; persona: string }[];
  question: string;
  answers: { label: string; text: string }[];
}

/** Written by `npm run record`, from the embedded model. */
export const recording: Recording = recorded;
