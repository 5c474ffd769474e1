import { expect, test } from 'vitest';
import { Linear } from '../../../models/dinghy/train/gauge/linear';

const rates = { epochs: 3, rate: 0.5, ridge: 0, dropout: 0, damping: 1, averaged: 3 };
test('weights settle at the mean of those of the last epochs', () => {
  const linear = new Linear(1, 1, 1, 0);
  const weights = [9, 2, 6];
  linear.fit({ ...rates, averaged: 2 }, () => {
    const weight = weights.shift() ?? 0;
    linear.weights[0] = weight;
    linear.measured[0] = -weight;
    linear.bias[0] = weight / 2;
  });
  expect([linear.weights[0], linear.measured[0], linear.bias[0]]).toEqual([4, -4, 2]);
});

test('what is averaged over no epoch stays as it is', () => {
  const linear = new Linear(1, 1, 0, 2);
  linear.fit({ ...rates, averaged: 0 }, () => (linear.weights[0] = 4));
  expect([linear.weights[0], linear.bias[0]]).toEqual([4, 2]);
});
