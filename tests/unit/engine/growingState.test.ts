import { Tensor } from '@huggingface/transformers';
import { expect, test } from 'vitest';
import { withFresh } from '../../../src/engine/growingState';

const [HEADS, WIDTH] = [3, 4];
/** Number `token` of head `head` holds `head * 1000 + token` everywhere. */
function tokens(from: number, to: number): Tensor {
  const rows = Array.from({ length: HEADS }, (_, head) =>
    Array.from({ length: to - from }, (_, i) => Array<number>(WIDTH).fill(head * 1000 + from + i)),
  );
  return new Tensor('float32', Float32Array.from(rows.flat(2)), [1, HEADS, to - from, WIDTH]);
}
const numbers = ({ data }: Tensor) => [...(data as Float32Array)];
const bufferOf = ({ data }: Tensor) => (data as Float32Array).buffer;

test('new tokens stand behind the old ones of each head', () => {
  const all = withFresh(tokens(0, 5), tokens(5, 7), false);
  expect(all.dims).toEqual([1, HEADS, 7, WIDTH]);
  expect(numbers(all)).toEqual(numbers(tokens(0, 7)));
  expect(withFresh(null, tokens(0, 2), true).dims).toEqual([1, HEADS, 2, WIDTH]);
});

test('what somebody still needs is left as it is', () => {
  const past = withFresh(tokens(0, 5), tokens(5, 6), false);
  const before = numbers(past);
  const [one, other] = [withFresh(past, tokens(6, 7), false), withFresh(past, tokens(6, 9), false)];
  expect(numbers(past)).toEqual(before);
  expect(numbers(one)).toEqual(numbers(tokens(0, 7)));
  expect(numbers(other)).toEqual(numbers(tokens(0, 9)));
});

test('what nobody needs is written over, until its room is used up', () => {
  let state = withFresh(tokens(0, 5), tokens(5, 6), false);
  const buffers = new Set([bufferOf(state)]);
  for (let count = 6; count < 200; count++) {
    state = withFresh(state, tokens(count, count + 1), true);
    buffers.add(bufferOf(state));
    expect(numbers(state)).toEqual(numbers(tokens(0, count + 1)));
  }
  expect(buffers.size).toBe(3);
});
