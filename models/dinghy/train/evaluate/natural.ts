import { readFileSync } from 'node:fs';
import { inferPrompt, polesIn, readPrompt } from '../../../../src/tasks/dinghy/prompts';
import { axisOf } from '../samples';
import { half, judgeAll, JudgeCount } from './judge';
import type { Dinghy } from './runtime';

/** A pair written one by one, personas written freely, without knowing the axes. */
interface NaturalRow {
  prompt: string;
  a: string;
  b: string;
  personaA: string;
  personaB: string;
}
/** Poles that set each response apart, by a second reader who did not write the pair. */
interface Label {
  file: string;
  /** 1-based. */
  row: number;
  a: string[];
  b: string[];
}

/** The natural test pairs, which nothing was trained on: judging, reading and naming. */
export async function measureNatural(
  model: Dinghy,
  limit: number,
): Promise<Record<string, unknown>> {
  const judged = new JudgeCount();
  const [named, soft, blind, read] = [new Naming(), new Naming(), new Naming(), new Naming()];
  let longer = 0;
  const labels = lines<Label>('test-labels').slice(0, limit);
  for (const { file, row, a, b } of labels) {
    const written = lines<NaturalRow>(file)[row - 1];
    if (!written) throw new Error(`${file} has no row ${row}`);
    const sides = [
      { chosen: written.a, rejected: written.b, persona: written.personaA, truth: a },
      { chosen: written.b, rejected: written.a, persona: written.personaB, truth: b },
    ];
    for (const { chosen, rejected, persona, truth } of sides) {
      const pair = { prompt: written.prompt, chosen, rejected };
      const understood = polesIn(await model.generate(readPrompt(persona), { max: 8 }));
      judged.add(await judgeAll(model, persona, understood, pair));
      read.add(understood, truth);
      const poles = polesIn(await model.generate(inferPrompt(pair), { max: 6 }));
      named.add(poles, truth);
      const isSoft = (pole: string) => !axisOf(pole)?.measurable;
      soft.add(poles.filter(isSoft), truth.filter(isSoft));
      const prompt = inferPrompt(pair);
      const parts = prompt.kind === 'parts' ? prompt.parts.map(({ text }) => text).join('') : '';
      const unaided = parts.replace(/<\|f:[^|]+\|>/g, '');
      blind.add(polesIn(await model.generate(unaided, { max: 6 })), truth);
      longer += half(chosen.length - rejected.length);
    }
  }
  return {
    judge: { ...judged.accuracy, 'longer wins': longer / (2 * labels.length) },
    calibration: {
      'poles, floor .01': judged.calibrate('poles, floor .01'),
      'poles and opposites': judged.calibrate('poles and opposites'),
    },
    infer: named.figures,
    'infer, soft axes': soft.figures,
    'infer, feature tokens left out': blind.figures,
    'personas read against the pair labels': read.figures,
  };
}

/** Precision of what is named, recall, and for how many something is named. */
class Naming {
  #n = 0;
  #spoke = 0;
  #given = 0;
  #right = 0;
  #wanted = 0;

  add(poles: readonly string[], truth: readonly string[]): void {
    this.#n += 1;
    this.#spoke += Number(poles.length > 0);
    this.#given += poles.length;
    this.#right += poles.filter((pole) => truth.includes(pole)).length;
    this.#wanted += truth.length;
  }

  get figures(): Record<string, number> {
    return {
      n: this.#n,
      coverage: this.#spoke / this.#n,
      precision: this.#right / Math.max(1, this.#given),
      recall: this.#right / Math.max(1, this.#wanted),
    };
  }
}

function lines<T>(name: string): T[] {
  const file = new URL(`../natural/${name}.jsonl`, import.meta.url);
  // Written by hand in these shapes.
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
