import type { Random } from './random';

/** Typing slips in a share of the texts: swapped, doubled and lost letters, lower case, lost full stops. */
export function roughen(text: string, random: Random, share: number): string {
  if (!random.chance(share)) return text;
  let out = text;
  for (let slips = random.between(1, 3); slips > 0; slips -= 1) {
    const at = random.between(1, Math.max(1, out.length - 3));
    const [x = '', y = ''] = [out[at], out[at + 1]];
    if (!/[a-z]/.test(x) || !/[a-z]/.test(y)) continue;
    out = out.slice(0, at) + random.pick([y + x, x, y, x + x + y]) + out.slice(at + 2);
  }
  if (random.chance(0.3)) out = out.toLowerCase();
  if (random.chance(0.2)) out = out.replace(/[.?]$/, '');
  return out;
}

/** Other layouts of the same lists and paragraphs. */
export function relayout(text: string, random: Random): string {
  let out = text;
  if (random.chance(0.4)) out = out.replace(/^- /gm, random.pick(['* ', '• ', '- ', '  - ']));
  if (random.chance(0.3)) out = out.replace(/^(\d)\. /gm, random.pick(['$1) ', '$1. ', '$1.  ']));
  if (random.chance(0.3)) out = out.replace(/\n+/g, '\n\n');
  if (random.chance(0.15)) out = out.replace(/\n(?![\d*•\- ])/g, ' ');
  return out;
}

/** Swaps words about until only the marks of manner are left to see. */
export function garble(text: string, random: Random): string {
  return text
    .split('\n')
    .map((line) => {
      const words = line.split(' ');
      return words
        .map((word) => (random.chance(0.25) ? random.pick(words).toLowerCase() : word))
        .join(' ');
    })
    .join('\n');
}
