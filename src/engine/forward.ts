import { DynamicCache, Tensor, type PreTrainedModel } from '@huggingface/transformers';
import { FRESH } from './graph/freshStates';
import { withFresh } from './growingState';
import { Past } from './past';

/** What one run of the model gives: the scores after its last tokens, and the cache to go on with. */
export interface Step {
  /** Scores over the vocabulary after new token `index` (0 is the first of this run). */
  row(index: number): Float32Array;
  past: Past;
}

/**
 * Runs the model on `ids` after `past`. The caller still holds `past`, and holds `step.past`.
 * @param keep how many last rows are wanted; 0 for all. Graphs without that input give all.
 * @param mayReuse true when `past` is only released after this: its memory may then become that of the new one
 */
export async function forward(
  model: PreTrainedModel,
  ids: readonly number[],
  past: Past | null,
  keep: number,
  mayReuse = false,
): Promise<Step> {
  const total = (past?.tokens ?? 0) + ids.length;
  const outputs: Record<string, Tensor> = await model.forward({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
    attention_mask: new Tensor('int64', new BigInt64Array(total).fill(1n), [1, total]),
    past_key_values: past ? new DynamicCache({ ...past.entries }) : null,
    num_logits_to_keep: new Tensor('int64', [BigInt(keep)], []),
  });

  const { logits, ...others } = outputs;
  if (!logits) throw new Error('the graph gives no logits');
  const [, rows = 0, vocabulary = 0] = logits.dims;
  const scores = (logits.type === 'float32' ? logits : logits.to('float32')).data as Float32Array;
  return {
    row(index) {
      const place = index - (ids.length - rows);
      if (place < 0 || place >= rows) throw new Error(`row ${index} was not kept`);
      return scores.subarray(place * vocabulary, (place + 1) * vocabulary);
    },
    past: new Past(statesOf(others, past, mayReuse), total),
  };
}

/** The states that a run gave, by the names of the inputs they will be. */
function statesOf(
  outputs: Record<string, Tensor>,
  past: Past | null,
  mayReuse: boolean,
): Record<string, Tensor> {
  const states: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    if (name.startsWith('present')) states[pastName(name)] = tensor;
    if (!name.startsWith(`${FRESH}.`)) continue;
    const own = name.replace(FRESH, 'past_key_values');
    states[own] = withFresh(past?.entries[own] ?? null, tensor, mayReuse);
  }
  return states;
}

/** `present.0.key` → `past_key_values.0.key`; states of hybrid models keep their kind. */
function pastName(name: string): string {
  return name
    .replace(/^present_(conv|ssm|recurrent)/, 'past_$1')
    .replace(/^present\b/, 'past_key_values');
}
