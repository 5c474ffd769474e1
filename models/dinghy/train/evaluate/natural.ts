import { readdirSync, readFileSync } from 'node:fs';
import { inferPrompt, polesIn, readPrompt } from '../../../../src/tasks/dinghy/prompts';
import { half, judgeAll, JudgeCount } from './judge';
import type { Dinghy } from './runtime';

/** A pair written one by one, personas written freely; poles where a second reader has labelled them. */
interface NaturalRow {
  prompt: string;
  a: string;
  b: string;
  personaA: string;
  personaB: string;
  polesA?: string[];
  polesB?: string[];
}

/** The natural test pairs, which nothing was trained on: judging, and naming where labels exist. */
export async function measureNatural(
  model: Dinghy,
  limit: number,
): Promise<Record<string, unknown>> {
  const count = new JudgeCount();
  const sums = { longer: 0, sides: 0, spoke: 0, given: 0, right: 0, wanted: 0 };
  for (const row of testRows().slice(0, limit)) {
    const sides = [
      { chosen: row.a, rejected: row.b, persona: row.personaA, truth: row.polesA },
      { chosen: row.b, rejected: row.a, persona: row.personaB, truth: row.polesB },
    ];
    for (const { chosen, rejected, persona, truth } of sides) {
      const pair = { prompt: row.prompt, chosen, rejected };
      const understood = polesIn(await model.generate(readPrompt(persona), { max: 8 }));
      count.add(await judgeAll(model, persona, understood, pair));
      const named = polesIn(await model.generate(inferPrompt(pair), { max: 6 }));
      sums.longer += half(chosen.length - rejected.length);
      sums.sides += 1;
      sums.spoke += Number(named.length > 0);
      if (!truth) continue;
      sums.given += named.length;
      sums.right += named.filter((pole) => truth.includes(pole)).length;
      sums.wanted += truth.length;
    }
  }
  const { longer, sides, spoke, given, right, wanted } = sums;
  return {
    judge: { ...count.accuracy, 'longer wins': longer / sides },
    'infer coverage': spoke / sides,
    ...(wanted > 0 && { 'infer precision': right / given, 'infer recall': right / wanted }),
  };
}

function testRows(): NaturalRow[] {
  const folder = new URL('../natural/', import.meta.url);
  return (
    readdirSync(folder)
      .filter((name) => name.startsWith('test-'))
      .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').trim().split('\n'))
      // Written by hand in this shape.
      .map((line) => JSON.parse(line) as NaturalRow)
  );
}
