import { splitWords } from '../../domain/text';

/** True when two responses are equal but for spaces, case and punctuation within lines. */
export function sayTheSame(a: string, b: string): boolean {
  return shape(a) === shape(b);
}

/** Words by line; a list mark counts, since layout is a manner. */
function shape(text: string): string {
  return text
    .split(/\n+/)
    .map(
      (line) =>
        (/^\s*(?:[-*•–]|\d{1,2}[.)])\s/.test(line) ? '- ' : '') + splitWords(line).join(' '),
    )
    .filter((line) => line !== '')
    .join('\n');
}
