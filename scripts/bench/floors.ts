import type { openSite } from '../harness/open.js';
import type { FirstFigures } from '../harness/floors';
import type { Question } from './page/side';
import { ms, type Line } from './line';
import { median } from './numbers';
import { inTurns, openSides, words } from './sides';
import type { BenchSite } from './site';

type Harness = Awaited<ReturnType<typeof openSite>>;

const ROUNDS = 5;

/** Medians over browsers that never saw the page, on as many threads as the page takes. */
export async function measureFloors(harness: Harness, modelId: string): Promise<FirstFigures> {
  const rounds: FirstFigures[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await harness.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${harness.url}scripts/harness/index.html`);
    await page.waitForFunction(() => 'harness' in window);
    const asked = [modelId, round] as const;
    rounds.push(await page.evaluate((all) => window.harness.measureFirst(...all), asked));
    await context.close();
  }
  const middle = (figure: keyof FirstFigures) => median(rounds.map((round) => round[figure]));
  return {
    loadMs: middle('loadMs'),
    firstInferMs: middle('firstInferMs'),
    inferMs: middle('inferMs'),
    answerMs: middle('answerMs'),
  };
}

/** So many tokens as the embedded model reads and writes for an inference and for an answer of 60 words. */
const SIZES = [
  { what: 'an inference: read 300 words, write 20 tokens', read: 300, write: 20 },
  { what: 'an answer: read 150 words, write 60 tokens', read: 150, write: 60 },
];

/** The same model on either side, loaded anew each time. */
export async function compareFloors(
  site: BenchSite,
  modelId: string,
  threads: number,
): Promise<Line[]> {
  const loads: Record<string, number[]> = { ours: [], plain: [] };
  const asked: Record<string, number[]>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['ours', 'plain'] as const) {
      const page = await site.page();
      const started = performance.now();
      await page.evaluate((all) => window.bench.load(...all), [name, modelId, threads] as const);
      loads[name]?.push(performance.now() - started);
      await page.close();
    }
  }
  const { sides, close } = await openSides(site, ['ours', 'plain'], modelId, threads);
  for (const { read, write } of SIZES) {
    const questions = Array.from({ length: ROUNDS + 1 }, (_, round): Question => {
      return { prompt: words(read, read + round), newTokens: write };
    });
    const times = await inTurns(sides, questions, () => {});
    for (const side of Object.values(times)) side.shift(); // the browser still compiles
    asked.push(times);
  }
  await close();
  return [{ what: 'load to ready' }, ...SIZES].map(({ what }, index) => {
    const times = index === 0 ? loads : asked[index - 1];
    const [ours, plain] = [median(times?.ours ?? []), median(times?.plain ?? [])];
    return { what, ours: ms(ours), other: `plain ${ms(plain)}`, ratio: plain / ours, goal: null };
  });
}
