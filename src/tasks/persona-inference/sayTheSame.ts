import { alignWords } from '../../domain/alignment';
import { splitWords } from '../../domain/text';

/** Of this many words one may differ. */
const WORDS_PER_SLIP = 50;
/** Words of each response that are looked at. */
const LOOKED_AT = 3000;

/**
 * True when two responses are the same or nearly: equal but for spaces, case, punctuation and, in
 * long ones, a word in fifty. Layout counts as a difference.
 */
export function sayTheSame(a: string, b: string): boolean {
  if (layout(a) !== layout(b)) return false;
  const [one, other] = [splitWords(a), splitWords(b)];
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  if (longer === 0) return a.trim() === b.trim();
  const slips = Math.floor(longer / WORDS_PER_SLIP);
  if (longer - shorter > slips) return false;
  if (longer > LOOKED_AT) return one.join(' ') === other.join(' ');
  return longer - alignWords(one, other).length <= slips;
}

/** Lines and list marks, without the words; numbers are no slips, so they stay. */
function layout(text: string): string {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => [/^\s*(?:[-*•–]|\d{1,2}[.)])\s/.test(line), ...(line.match(/\d+/g) ?? [])])
    .join('|');
}
