import { ms, type Line } from './line';
import type { BenchSite } from './site';

/** Two streams in one batch, and what batches would bring to scoring. */
export async function comparePair(
  site: BenchSite,
  modelId: string,
  threads: number,
): Promise<Line[]> {
  const page = await site.page();
  const request = {
    build: 'plain',
    threads,
    changed: true,
    options: {},
    batches: true,
  } as const;
  const figures = await page.evaluate((all) => window.bench.tryRaw(...all), [
    modelId,
    request,
  ] as const);
  await page.close();
  const { pair } = figures;
  if (!pair) return [];
  const percent = `padding moves scores by ${(pair.padding * 100).toFixed(1)} % of their spread`;
  return [
    {
      what: 'a guided step: two streams in one batch',
      ours: ms(pair.stepMs),
      other: `one stream ${ms(pair.singleStepMs)}`,
      ratio: pair.stepMs / pair.singleStepMs,
      goal: 1.25,
      atMost: true,
    },
    {
      what: 'two prompts of 128 tokens in one batch',
      ours: ms(pair.prefillMs),
      other: `one by one ${ms(pair.singlePrefillMs)}; ${percent}`,
      ratio: pair.singlePrefillMs / pair.prefillMs,
      goal: null,
    },
  ];
}
