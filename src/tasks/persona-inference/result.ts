import type { Provenance } from '../../domain/types';

/** What Persona Inference found. */
export interface InferenceResult {
  /** "The user is … and prefers …."; `null` when the model abstained. */
  text: string | null;
  /** Why it abstained and what to do, for the person; empty otherwise. */
  abstained: string;
  /** Poles it names, most telling first; empty for instruct models. */
  poles: string[];
  /** Other reasons, likeliest first, with their probability in [0, 1]; empty for instruct models. */
  rivals: { pole: string; odds: number }[];
  /** True when the owner's own reason was understood and used. */
  fromReason: boolean;
  made: Provenance;
}

/** Shown where the two responses differ in content only. */
export const DIFFER_IN_CONTENT =
  'These two differ in what they say rather than how they say it. Tell us in your own words why you would pick one.';

/** Shown where there is nothing to tell apart. */
export const DIFFER_IN_NOTHING =
  'These two say the same in the same way, so there is nothing to tell them apart by. Try a pair that differs more.';

/** A result without a persona, but for how it was made. */
export function abstain(sentence: string): Omit<InferenceResult, 'made'> {
  return { text: null, abstained: sentence, poles: [], rivals: [], fromReason: false };
}
