import { expect, test } from 'vitest';
import { SpeedMeter } from '../../src/download/speedMeter';

test('time left follows the speed, smoothly, and is unknown before anything came', () => {
  const meter = new SpeedMeter();
  expect(meter.secondsLeft(1000)).toBeNull();
  for (let second = 0; second <= 30; second++) meter.note(second * 100, second * 1000);
  expect(meter.secondsLeft(4000)).toBeCloseTo(10, 1);
  meter.note(3000 + 1000, 31_000); // ten times as fast for one second
  expect(meter.secondsLeft(8000)).toBeGreaterThan(15);
  meter.reset();
  expect(meter.secondsLeft(8000)).toBeNull();
});

test('a file that starts again starts the measure again', () => {
  const meter = new SpeedMeter();
  meter.note(0, 0);
  meter.note(1000, 1000);
  meter.note(0, 2000);
  meter.note(1000, 3000);
  expect(meter.secondsLeft(2000)).toBeCloseTo(1, 1);
});
