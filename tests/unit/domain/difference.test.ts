import { describe, expect, test } from 'vitest';
import { COMPARED_CHARACTERS, markDifferences } from '../../../src/domain/difference';
import { seededRandom } from '../../../src/domain/random';

/** Marked pieces in brackets. */
const show = (texts: string[]) =>
  markDifferences(texts).map((segments) =>
    segments.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(''),
  );

describe('marks what differs', () => {
  test.each([
    [
      ['a plain cup', 'a fancy cup'],
      ['a [plain] cup', 'a [fancy] cup'],
    ],
    [
      ['same', 'same'],
      ['same', 'same'],
    ],
    [
      ['Same, here!', 'same here'],
      ['Same, here!', 'same here'],
    ],
    [
      ['', 'new words'],
      ['', '[new words]'],
    ],
    [
      ['', ''],
      ['', ''],
    ],
    [['only one'], ['only one']],
    [
      ['warm the pot', 'warm the pot and wait here'],
      ['warm the pot', 'warm the pot [and wait here]'],
    ],
    [
      ['boil hot water first', 'boil cold water first', 'boil hot water last'],
      ['boil hot water first', 'boil [cold] water first', 'boil hot water [last]'],
    ],
    [
      ['茶を飲む', '水を飲む'],
      ['[茶]を飲む', '[水]を飲む'],
    ],
    [
      ['<b>bold</b> words', '<i>bold</i> words'],
      ['<[b]>bold</[b]> words', '<[i]>bold</[i]> words'],
    ],
    [
      ['red cats of the north sang', 'blue dogs of the south flew'],
      ['[red cats of the north sang]', '[blue dogs of the south flew]'],
    ],
  ])('%j', (texts, marked) => {
    expect(show(texts)).toEqual(marked);
  });
});

test('the pieces of a text joined are the text, whatever it is', () => {
  const random = seededRandom(5);
  const alphabet = [
    'a',
    'B',
    ' ',
    '\n',
    '-',
    "'",
    '’',
    '茶',
    '😀',
    '\u0301',
    'مرحبا',
    '<',
    '1',
    '.',
  ];
  for (let round = 0; round < 200; round++) {
    const texts = Array.from({ length: 3 }, () =>
      Array.from({ length: 60 }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''),
    );
    expect(markDifferences(texts).map((all) => all.map(({ text }) => text).join(''))).toEqual(
      texts,
    );
  }
});

const many = (word: (i: number) => string) =>
  Array.from({ length: 12_000 }, (_, i) => word(i))
    .join(' ')
    .slice(0, 200_000);
test.each([
  ['nothing in common', many((i) => `a${i}`), many((i) => `b${i}`), many((i) => `c${i}`)],
  [
    'the same in reverse',
    many((i) => `w${i}`),
    many((i) => `w${12_000 - i}`),
    many((i) => `w${i}`),
  ],
  ['one word over and over', 'a '.repeat(100_000), 'a b '.repeat(50_000), 'b a a '.repeat(33_000)],
  [
    'few words at random',
    many((i) => `w${(i * 7919) % 13}`),
    many((i) => `w${(i * 104_729) % 17}`),
    '',
  ],
  ['one endless word', 'x'.repeat(200_000), 'x'.repeat(199_999), "x'".repeat(100_000)],
])('bounded time: %s', (_name, ...texts) => {
  const started = performance.now();
  const marked = markDifferences(texts);
  expect(performance.now() - started).toBeLessThan(3000);
  expect(marked.map((all) => all.map(({ text }) => text).join(''))).toEqual(texts);
});

test('what follows the compared part is never marked', () => {
  const [, other] = markDifferences(['x', `${'y '.repeat(COMPARED_CHARACTERS)}`]);
  expect(other!.at(-1)).toMatchObject({ differs: false });
});
