import { readFileSync } from 'node:fs';
import { inferPoles } from '../../../../src/tasks/persona-inference/inferPoles';
import { readPoles } from '../../../../src/tasks/persona-inference/understandPersona';
import { axisOf } from '../samples';
import { JudgeCount } from './judge';
import { Naming } from './naming';
import type { Subject } from './subject';

/** A pair written one by one, personas written freely, without knowing the axes. */
interface NaturalRow {
  prompt: string;
  a: string;
  b: string;
  personaA: string;
  personaB: string;
}
/** Poles that set each response apart. */
interface Label {
  file: string;
  /** 1-based. */
  row: number;
  a: string[];
  b: string[];
}

const isSoft = (pole: string) => axisOf(pole)?.measurable === false;

/**
 * The natural test pairs, which nothing was trained on: judging, reading and naming. Truth is what the second
 * reader named as most telling; a third reader added what is plainly true as well ("of true poles").
 */
export async function measureNatural(
  subject: Subject,
  limit: number,
): Promise<Record<string, unknown>> {
  const judge = new JudgeCount();
  const kinds = ['strict', 'true', 'soft', 'softTrue', 'alone', 'gauge', 'read'] as const;
  const naming = Object.fromEntries(kinds.map((kind) => [kind, new Naming()])) as Record<
    (typeof kinds)[number],
    Naming
  >;
  const labels = lines<Label>('test-labels').slice(0, limit);
  const more = new Map(lines<Label>('test-also').map((label) => [keyOf(label), label]));
  for (const label of labels) {
    const written = lines<NaturalRow>(label.file)[label.row - 1];
    if (!written) throw new Error(`${label.file} has no row ${label.row}`);
    const { prompt, a, b } = written;
    const also = more.get(keyOf(label));
    for (const { pair, persona, truth, extra } of [
      {
        pair: { prompt, chosen: a, rejected: b },
        persona: written.personaA,
        truth: label.a,
        extra: also?.a ?? [],
      },
      {
        pair: { prompt, chosen: b, rejected: a },
        persona: written.personaB,
        truth: label.b,
        extra: also?.b ?? [],
      },
    ]) {
      const named = await inferPoles(subject.whole, pair);
      naming.strict.add(named, truth);
      naming.true.add(named, truth, extra);
      naming.soft.add(named.filter(isSoft), truth.filter(isSoft));
      naming.softTrue.add(named.filter(isSoft), truth.filter(isSoft), extra);
      naming.alone.add(await inferPoles(subject.alone, pair), truth);
      naming.gauge.add(await inferPoles(subject.gauge, pair), truth);
      if (persona === '') continue;
      await judge.add(subject, persona, pair);
      naming.read.add(await readPoles(subject.whole, persona), truth, extra);
    }
  }
  return {
    judge: judge.figures,
    infer: naming.strict.figures,
    'infer, of true poles': naming.true.figures,
    'infer, soft axes': naming.soft.figures,
    'infer, soft axes, of true poles': naming.softTrue.figures,
    'infer, language model alone': naming.alone.figures,
    'infer, gauge alone': naming.gauge.figures,
    'personas read against the pair labels': naming.read.figures,
  };
}

const keyOf = ({ file, row }: Label) => `${file}:${row}`;

function lines<T>(name: string): T[] {
  const file = new URL(`../natural/${name}.jsonl`, import.meta.url);
  // Written by hand in these shapes.
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
