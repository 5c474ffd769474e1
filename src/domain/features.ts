import { lexicons, tagLexicons, type LexiconId } from './featureLexicons';
import { splitSentences } from './text';

/** What can be counted in one response. All counts are at least 0; `words` and `meanWord` are sizes. */
export type Features = Record<FeatureId, number>;
export type FeatureId = LexiconId | (typeof structural)[number];

const structural = [
  'words',
  'sentences',
  'paragraphs',
  'bullets',
  'numbered',
  'questions',
  'exclaims',
  'digits',
  'first',
  'second',
  'longWords',
  'names',
] as const;

/** All features in the order their tokens stand in a prompt. */
export const featureIds: readonly FeatureId[] = [
  ...structural,
  // Object.keys of a constant gives exactly its own keys.
  ...(Object.keys(lexicons) as LexiconId[]),
];

/** Differences told to the model; long texts differ in many small ways. */
const MAX_TOKENS = 26;
/** Longer texts are measured by their first part only, so that time is bounded. */
const MAX_CHARACTERS = 20_000;

/** Measures one response: structure, and marker words of every manner and need. */
export function measureFeatures(response: string): Features {
  const text = response.slice(0, MAX_CHARACTERS).replaceAll('’', "'").trim();
  const lower = text.toLowerCase();
  const count = (pattern: RegExp, of = lower) => of.match(pattern)?.length ?? 0;
  const words = lower.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
  const bare = lower.replace(/^\s*\d{1,2}[.)]\s/gm, '');
  const counted = Object.fromEntries(
    Object.entries(lexicons).map(([id, pattern]) => [id, count(pattern)]),
    // fromEntries forgets the keys; they are those of `lexicons`.
  ) as Record<LexiconId, number>;
  return {
    ...counted,
    words: words.length,
    sentences: splitSentences(text).length,
    paragraphs: text.split(/\n\s*\n/).filter((part) => part.trim() !== '').length,
    bullets: count(/^\s*[-*•–]\s+\S/gm),
    numbered: Math.max(count(/^\s*\d{1,2}[.)]\s+\S/gm), count(/(?:^|\s)\d[.)]\s+(?=\p{L})/gu)),
    questions: count(/\?/g),
    exclaims: count(/!/g),
    digits: count(
      /\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|dozen|half)\b/g,
      bare,
    ),
    first: count(/\b(?:i|me|my|mine|myself|i'm|i've|i'd|i'll)\b/g),
    second: count(/\b(?:you|your|yours|yourself|you're|you'll|you've)\b/g),
    longWords: words.filter((word) => word.length >= 9).length,
    names: count(
      /(?<=[a-z,;] )\p{Lu}\p{Ll}{2,}|(?:^|[.!?]\s+)\p{Lu}\p{Ll}{2,}(?= (?:\p{Ll}+ed|had|was|kept|put|took|made|went|found|began|told|wrote|bought|left|cut|gave)\b)/gu,
      text,
    ),
  };
}

/** Difference of two responses in one feature: -2 (far less) to +2 (far more of it in the first). */
export type Level = -2 | -1 | 0 | 1 | 2;

/** How the first response differs from the second, feature by feature. */
export function compareFeatures(a: Features, b: Features): Record<FeatureId, Level> {
  const levels = featureIds.map((id) => [id, levelOf(surplusOf(id, a, b))]);
  // fromEntries forgets the keys; they are `featureIds`.
  return Object.fromEntries(levels) as Record<FeatureId, Level>;
}

/** The differences that are there as the model's tokens, `<|f:words-2|>`, the most striking first. */
export function featureTokens(chosen: string, rejected: string): string[] {
  const [a, b] = [measureFeatures(chosen), measureFeatures(rejected)];
  return featureIds
    .map((id) => ({ id, surplus: surplusOf(id, a, b) }))
    .filter(({ surplus }) => levelOf(surplus) !== 0)
    .sort((x, y) => Math.abs(y.surplus) - Math.abs(x.surplus))
    .slice(0, MAX_TOKENS)
    .map(({ id, surplus }) => featureToken(id, levelOf(surplus)));
}

/** Every feature token there is; the tokenizer holds the same list. */
export function allFeatureTokens(): string[] {
  const levels: Level[] = [-2, -1, 1, 2];
  return featureIds.flatMap((id) => levels.map((level) => featureToken(id, level)));
}

/** Tags of notes that the words of a pasted sentence give away. */
export function needTags(sentence: string): string[] {
  const lower = sentence.toLowerCase();
  return Object.entries(tagLexicons)
    .filter(([, pattern]) => lower.search(pattern) !== -1)
    .map(([tag]) => tag);
}

function featureToken(id: FeatureId, level: Level): string {
  return `<|f:${id}${level > 0 ? '+' : '-'}${Math.abs(level)}|>`;
}

/** How much more of it the first text has: 0.8 is a difference, 1.35 a great one. */
function surplusOf(id: FeatureId, a: Features, b: Features): number {
  const [x, y] = [a[id], b[id]];
  if (x === y) return 0;
  if (id === 'words') return lengthSurplus(Math.log((x + 3) / (y + 3)));
  if (id === 'bullets' || id === 'numbered' || id === 'paragraphs')
    return (x - y) / (Math.min(x, y) + 1) - Math.sign(x - y) * 0.1;
  const [n, m] = [a.words + 1, b.words + 1];
  // Surplus over what the texts' lengths explain, in standard deviations of a rare count.
  const surplus = (x * m - y * n) / Math.sqrt((x + y) * n * m);
  return (x - y) * surplus <= 0 ? 0 : surplus;
}

/** A fifth longer is a difference, twice as long a great one. */
function lengthSurplus(ratio: number): number {
  const size = Math.abs(ratio);
  return Math.sign(ratio) * (size < 0.18 ? size / 0.225 : 0.8 + (size - 0.18) * 1.31);
}

function levelOf(surplus: number): Level {
  const size = Math.abs(surplus) >= 1.35 ? 2 : Math.abs(surplus) >= 0.8 ? 1 : 0;
  if (size === 0) return 0;
  // size is 1 or 2 here.
  return (Math.sign(surplus) * size) as Level;
}
