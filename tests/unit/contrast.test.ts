import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/app.css', import.meta.url), 'utf8');

/** The colour tokens of one block of app.css, by name. */
function tokensAfter(start: string): Record<string, string> {
  const from = css.indexOf(start);
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

const light = tokensAfter(':root {');
const dark = { ...light, ...tokensAfter(":root:not([data-theme='light']) {") };

/** Relative luminance, 0 to 1. @source WCAG 2.2 */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Text tokens and the grounds they stand on. */
const pairs: [text: string, grounds: string[]][] = [
  ['ink', ['paper', 'sheet', 'sunk', 'sea-wash', 'port-wash', 'starboard-wash', 'lamp-wash']],
  ['ink-soft', ['paper', 'sheet', 'sunk', 'sea-wash', 'port-wash', 'starboard-wash', 'lamp-wash']],
  ['sea', ['paper', 'sheet', 'sunk', 'sea-wash', 'lamp-wash']],
  ['port', ['paper', 'sheet', 'sunk', 'port-wash']],
  ['starboard', ['paper', 'sheet', 'sunk', 'starboard-wash']],
  ['lamp', ['paper', 'sheet', 'lamp-wash']],
  ['on-sea', ['sea', 'sea-strong']],
];

for (const [scheme, tokens] of Object.entries({ light, dark })) {
  const cases = pairs.flatMap(([text, grounds]) =>
    grounds.map((ground) => [text, ground] as const),
  );
  test.each(cases)(`${scheme}: %s on %s can be read`, (text, ground) => {
    expect(contrast(tokens[text]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['paper', 'sheet'])(`${scheme}: the focus ring and fields show on %s`, (ground) => {
    expect(contrast(tokens.sea!, tokens[ground]!)).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens['ink-soft']!, tokens[ground]!)).toBeGreaterThanOrEqual(3);
  });
}
