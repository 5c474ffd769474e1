import { anthropicHh } from './anthropicHh';
import { arenaConversations } from './arenaConversations';
import { arenaPairs } from './arenaPairs';
import { mappedColumns, type ColumnMapping } from './columns';
import type { DatasetFormat, Row } from './format';
import { ownBackup, ownPairs, ownPersonas } from './ownExports';
import { safeRlhf } from './safeRlhf';
import { stanfordShp } from './stanfordShp';
import { synthesizeMe } from './synthesizeMe';
import { trlExplicit } from './trlExplicit';
import { trlImplicit } from './trlImplicit';
import { ultraFeedback } from './ultraFeedback';
import { unpaired } from './unpaired';
import { unlabelled, votedPairs } from './votedPairs';

/** Every layout we recognise, most particular first. To add one: a file, and a line here. */
export const formats = [
  ownBackup,
  ownPersonas,
  ownPairs,
  ultraFeedback,
  synthesizeMe,
  stanfordShp,
  safeRlhf,
  arenaConversations,
  arenaPairs,
  anthropicHh,
  trlExplicit,
  trlImplicit,
  votedPairs,
  unlabelled,
  unpaired,
] as const satisfies readonly DatasetFormat[];

/** The layout that most of these rows have; `null` when fewer than half fit any one. */
export function recogniseFormat(rows: readonly Row[]): DatasetFormat | null {
  const counts = new Map<DatasetFormat, number>();
  for (const row of rows) {
    const format = formats.find(({ looksLike }) => looksLike(row));
    if (format) counts.set(format, (counts.get(format) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([, x], [, y]) => y - x);
  return best && best[1] * 2 >= rows.length ? best[0] : null;
}

/** The layout of this id; `columns` needs the person's mapping. */
export function findFormat(id: string, mapping: ColumnMapping | null): DatasetFormat | null {
  if (id === 'columns') return mapping ? mappedColumns(mapping) : null;
  return formats.find((format) => format.id === id) ?? null;
}
