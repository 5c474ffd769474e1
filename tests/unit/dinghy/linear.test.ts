import { expect, test } from 'vitest';
import { Linear } from '../../../models/dinghy/train/gauge/linear';

test('weights settle at the mean of those remembered', () => {
  const linear = new Linear(1, 1, 1, 0);
  for (const weight of [1, 2, 6]) {
    linear.weights[0] = weight;
    linear.measured[0] = -weight;
    linear.bias[0] = weight / 2;
    linear.remember();
  }
  linear.settle();
  expect([linear.weights[0], linear.measured[0], linear.bias[0]]).toEqual([3, -3, 1.5]);
});

test('what was never remembered stays as it is', () => {
  const linear = new Linear(1, 1, 0, 2);
  linear.weights[0] = 4;
  linear.settle();
  expect([linear.weights[0], linear.bias[0]]).toEqual([4, 2]);
});
