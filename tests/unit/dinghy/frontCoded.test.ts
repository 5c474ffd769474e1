import { expect, test } from 'vitest';
import { frontCoded, frontDecoded } from '../../../src/tasks/dinghy/frontCoded';
import { atOnce } from '../../../src/tasks/dinghy/steps';

const decoded = (text: string) => atOnce(frontDecoded(text)).split('\n');

test('sorted lines are told by what they do not share with the one before', () => {
  expect(frontCoded(['bread', 'bread crumbs', 'breakfast', 'soup'])).toBe(
    ['abread', 'f crumbs', 'ekfast', 'asoup'].join('\n'),
  );
});

test.each([
  [['']],
  [['a']],
  [['#a>', 'can t', 'zoë', 'été été', '日本', '日本語']],
  [[`${'x'.repeat(40)}1`, `${'x'.repeat(40)}2`]],
])('%j comes back as it was', (lines) => {
  expect(decoded(frontCoded(lines))).toEqual(lines);
});
