import type { ResponseSide } from '../../domain/types';
import type { Verdict } from './verdicts';

/** What the two sides of a pair are called on this page. */
export const boatNames: Record<ResponseSide, { name: string; took: string; tone: string }> = {
  chosen: { name: 'This boat', took: 'would take the answer that was picked', tone: 'port' },
  rejected: { name: 'The other boat', took: 'would take the one that was not', tone: 'starboard' },
};

/** What a verdict is called: in words and as a mark that needs no colour. */
export const verdictNames: Record<Verdict, { word: string; mark: string }> = {
  right: { word: 'right', mark: '✓' },
  wrong: { word: 'wrong', mark: '✗' },
  unsure: { word: 'unsure', mark: '–' },
};

/** A share in [0, 1] as "74 %"; a dash for none. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}

/** "1 pair", "2,000 pairs". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** The start of a text on one line, for lists. @param length in characters */
export function shorten(text: string, length: number): string {
  const line = text
    .slice(0, length * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line;
}
