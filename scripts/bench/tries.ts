import type { RawFigures } from './rawRuns';
import type { RawRequest } from './page/raw.worker';
import { ms, type Line } from './line';
import type { BenchSite } from './site';

type Try = { name: string; model: number; change: Partial<RawRequest> };

/** Ways to run the 135M shape; the first is what the engine does. `model`: place in the list of ids. */
const TRIES: Try[] = [
  { name: 'plain attention, int8 (as the engine runs it)', model: 0, change: {} },
  { name: 'fused attention (as it came)', model: 0, change: { changed: false } },
  { name: 'int8, a scale for each column', model: 1, change: {} },
  { name: '4 bits (MatMulNBits)', model: 2, change: {} },
  { name: '4 bits, sums in bytes', model: 3, change: {} },
  { name: '2 threads', model: 0, change: { threads: 2 } },
  { name: 'runtime for JSPI', model: 0, change: { build: 'jspi' } },
  { name: 'runtime for Asyncify', model: 0, change: { build: 'asyncify' } },
  { name: 'no memory pattern', model: 0, change: { options: { enableMemPattern: false } } },
  {
    name: 'weights not repacked at load',
    model: 0,
    change: { options: { extra: { session: { disable_prepacking: '1' } } } },
  },
];

const FIGURES = {
  'read 256 tokens': 'prefillMs',
  'write one after 256': 'stepMs',
  'read 100 after 1,000': 'warmMs',
  'write one after 1,000': 'lateStepMs',
} as const satisfies Record<string, keyof RawFigures>;

/** Each way beside the first, both measured straight after each other. */
export async function tryAll(
  site: BenchSite,
  ids: readonly string[],
  say: (text: string) => void,
): Promise<Line[]> {
  const run = async ({ model, change }: Try): Promise<RawFigures> => {
    const page = await site.page();
    const base = { build: 'plain', threads: 1, changed: true, options: {}, batches: false };
    const request = { ...base, ...change } as Omit<RawRequest, 'url'>;
    const argument = [ids[model] ?? '', request] as const;
    const figures = await page.evaluate((all) => window.bench.tryRaw(...all), argument);
    await page.close();
    return figures;
  };
  const [first, ...others] = TRIES as [Try, ...Try[]];
  const lines: Line[] = [];
  for (const other of others) {
    say(other.name);
    const before = await run(first);
    const tried = await run(other);
    for (const [what, key] of Object.entries(FIGURES)) {
      const [ours, theirs] = [before[key], tried[key]];
      const name = `${other.name}: ${what}`;
      const ratio = theirs / ours;
      lines.push({ what: name, ours: ms(ours), other: ms(theirs), ratio, goal: null });
    }
  }
  return lines;
}
