/**
 * Words and word pairs that give a pole away, counted in the wordings that may be trained on.
 * Usage: npx tsx buildHints.ts → src/tasks/dinghy/hints.json
 */
import { writeFileSync } from 'node:fs';
import { unitsOf } from '../../../src/tasks/dinghy/hints';
import { poles, wordingsOf } from './wordings';

/** A unit must stand in so many wordings of its pole, and mostly there. */
const SHARE = 0.5;

const counts = new Map<string, Map<string, number>>();
for (const { id } of poles) {
  const { is, wants, me } = wordingsOf(id, 'seen');
  for (const text of [...is, ...wants, ...me])
    for (const unit of new Set(unitsOf(text))) {
      const known = counts.get(unit) ?? new Map<string, number>();
      counts.set(unit, known.set(id, (known.get(id) ?? 0) + 1));
    }
}
const hints: Record<string, string> = {};
for (const [unit, byPole] of counts) {
  const [best = '', count = 0] = [...byPole].sort((x, y) => y[1] - x[1])[0] ?? [];
  const total = [...byPole.values()].reduce((sum, x) => sum + x, 0);
  if (count >= 2 && count / (total + 0.5) >= SHARE) hints[unit] = best;
}
writeFileSync(
  new URL('../../../src/tasks/dinghy/hints.json', import.meta.url),
  JSON.stringify(hints),
);
console.log(JSON.stringify({ hints: Object.keys(hints).length }));
