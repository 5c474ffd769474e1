import type { Decoder } from './decoder';
import { forward } from './forward';

/** Long enough to reach the paths that were seen to fail (more than 32 tokens at once). */
const TOKENS = 48;
/** Largest difference allowed, relative to the spread of the scores; 4-bit GPU kernels stay below 0.01. */
const TOLERANCE = 0.05;

/**
 * Runs a fixed prompt in one piece, in two, and its end token by token. A sound device agrees with
 * itself; doubles as warm-up.
 * @returns what is wrong, for the console; `null` when all is well
 */
export async function selfTest({
  model,
  vocabulary,
  contextTokens,
}: Decoder): Promise<string | null> {
  const text = vocabulary.encode('The quick brown fox jumps over the lazy dog. '.repeat(12));
  const ids = text.slice(0, Math.min(TOKENS, contextTokens - 1));
  const last = ids.length - 1;
  const half = Math.floor(ids.length / 2);

  const whole = await forward(model, ids, null, 1);
  const first = await forward(model, ids.slice(0, half), null, 1);
  const second = await forward(model, ids.slice(half), first.past, 1);
  const most = await forward(model, ids.slice(0, last), null, 1);
  const single = await forward(model, ids.slice(last), most.past, 1);
  const expected = whole.row(last);
  const differences = {
    'in two pieces': difference(expected, second.row(ids.length - half - 1)),
    'token by token': difference(expected, single.row(0)),
  };
  for (const { past } of [whole, first, second, most, single]) past.release();

  for (const [way, value] of Object.entries(differences)) {
    if (!(value <= TOLERANCE)) return `${way} the scores differ by ${value} of their spread`;
  }
  return null;
}

/** Largest difference over the standard deviation of `a`; NaN where anything is not a number. */
function difference(a: Float32Array, b: Float32Array): number {
  const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
  const spread = Math.sqrt(a.reduce((sum, value) => sum + (value - mean) ** 2, 0) / a.length);
  return a.reduce((max, value, id) => Math.max(max, Math.abs(value - (b[id] ?? NaN))), 0) / spread;
}
