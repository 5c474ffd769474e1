import type { Page } from '@playwright/test';
import type { Answer, Question } from './page/side';
import { median } from './numbers';
import type { BenchSite } from './site';

/** Sides that run in Chromium, each in a page of its own. */
export type SideName = 'ours' | 'plain' | 'wllama';
export type Sides = Record<string, (question: Question) => Promise<Answer>>;

/** Loads one model in several ways; only one is asked at a time. */
export async function openSides(
  site: BenchSite,
  names: readonly SideName[],
  modelId: string,
  threads: number,
): Promise<{ sides: Sides; close: () => Promise<void> }> {
  const sides: Sides = {};
  const pages: Page[] = [];
  for (const name of names) {
    const page = await site.page();
    pages.push(page);
    await page.evaluate((all) => window.bench.load(...all), [name, modelId, threads] as const);
    sides[name] = (question) => page.evaluate((asked) => window.bench.ask(asked), question);
  }
  return { sides, close: async () => void (await Promise.all(pages.map((page) => page.close()))) };
}

/** Puts one question after the other to each side in turn; milliseconds of each, by side. */
export async function inTurns(
  sides: Sides,
  questions: readonly Question[],
  say: (done: number) => void,
): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  for (const [index, question] of questions.entries()) {
    for (const [name, ask] of Object.entries(sides)) {
      (times[name] ??= []).push((await ask(question)).totalMs);
    }
    say(index + 1);
  }
  return times;
}

/**
 * Asks each side in turn, `rounds` times, and takes the median of what `figure` reads from the answers.
 * Each round has its own question, so that nothing is remembered that was not meant to be.
 */
export async function mediansOf(
  sides: Sides,
  rounds: number,
  questionOf: (round: number) => Question,
  figure: (answer: Answer) => number,
): Promise<Record<string, number>> {
  const found: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, ask] of Object.entries(sides)) {
      (found[name] ??= []).push(figure(await ask(questionOf(round))));
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, median(all)]));
}

const WORDS =
  'water house garden evening market teacher window simple answer reason morning people friend letter number paper river table winter summer city music picture bread'.split(
    ' ',
  );

/** So many everyday words, most of them one token; another `seed` gives another text from its start. */
export function words(count: number, seed: number): string {
  let state = seed * 7919 + 13;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return WORDS[state % WORDS.length] ?? '';
  }).join(' ');
}
