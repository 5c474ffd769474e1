import type { Segment } from '../domain/difference';

/** A paragraph, or a list whose items keep their text without the list mark. */
export type ResponseBlock =
  | { kind: 'paragraph'; spans: Segment[] }
  | { kind: 'bullets'; items: Segment[][] }
  | { kind: 'numbers'; start: number; items: Segment[][] };

/**
 * Paragraphs and lists of a response, for display. Only lines that begin with `- `, `* `, `• `,
 * `1. ` or `1) ` become list items; everything else stays text as it stands, markup included.
 */
export function splitResponse(spans: readonly Segment[]): ResponseBlock[] {
  const blocks: ResponseBlock[] = [];
  let fresh = true;
  for (const line of splitLines(spans)) {
    const text = line.map((span) => span.text).join('');
    if (text.trim() === '') {
      fresh = true;
      continue;
    }
    const last = blocks.at(-1);
    const [mark = '', , number] = /^\s*(?:([-*•])|(\d{1,3})[.)])\s+(?=\S)/.exec(text) ?? [];
    const rest = dropStart(line, mark.length);
    if (mark === '') {
      if (last?.kind === 'paragraph' && !fresh) last.spans.push(plain('\n'), ...line);
      else blocks.push({ kind: 'paragraph', spans: line });
    } else if (number === undefined) {
      if (last?.kind === 'bullets') last.items.push(rest);
      else blocks.push({ kind: 'bullets', items: [rest] });
    } else if (last?.kind === 'numbers' && Number(number) === last.start + last.items.length) {
      last.items.push(rest);
    } else {
      blocks.push({ kind: 'numbers', start: Number(number), items: [rest] });
    }
    fresh = false;
  }
  return blocks;
}

/** One segment that is not marked. */
export function plain(text: string): Segment {
  return { text, differs: false };
}

function splitLines(spans: readonly Segment[]): Segment[][] {
  const lines: Segment[][] = [[]];
  for (const { text, differs } of spans) {
    for (const [index, piece] of text.split(/\r?\n/).entries()) {
      if (index > 0) lines.push([]);
      if (piece !== '') lines.at(-1)?.push({ text: piece, differs });
    }
  }
  return lines;
}

function dropStart(line: readonly Segment[], length: number): Segment[] {
  let left = length;
  return line
    .map(({ text, differs }) => {
      const cut = Math.min(left, text.length);
      left -= cut;
      return { text: text.slice(cut), differs };
    })
    .filter(({ text }) => text !== '');
}
