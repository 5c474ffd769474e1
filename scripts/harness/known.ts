import { accuracy, type Share } from '../../src/domain/stats';
import { isDecided } from '../../src/tasks/judging/figures';
import { judgedProbability } from '../../src/tasks/judging/judgement';
import { judgePersona } from '../../src/tasks/judging/judgePersona';
import type { Model } from '../../src/tasks/model';

/** A row of known-personas.jsonl: two responses, each with the persona of somebody who likes it. */
export interface KnownRow {
  prompt: string;
  response_a: string;
  persona_a: string;
  response_b: string;
  persona_b: string;
}

/** How well a judge finds the response that a given persona goes with. */
export interface KnownFigures {
  kind: 'known-personas';
  rows: number;
  /** It must always decide; one half counts half. */
  judge: Share;
  /** Only where it is not "unsure" (the card's threshold). */
  judgeDecided: Share & { coverage: number };
  longerWins: Share;
  keywordLength: Share;
  /** Largest |P(a over b) + P(b over a) - 1| found; 0 for a judge that cannot depend on the order. */
  orderError: number;
  msPerJudgement: number;
}

const SHORT =
  /concis|brief|simpl|straightforward|to-the-point|quick|direct|efficien|immediate|uncomplicated|short|focused|succinct|minimal|busy/i;
const LONG =
  /detail|thorough|comprehensive|multi|nuanced|in-depth|varied|multiple|diverse|exten|elaborat|examples|step-by-step|specific|informative|holistic/i;

/** Judges each persona of each row on its row; both baselines on the same judgements. */
export async function evaluateKnown(
  model: Model,
  rows: readonly KnownRow[],
  say: (done: number, total: number) => void,
): Promise<KnownFigures> {
  const points = { judge: 0, decided: 0, longer: 0, keyword: 0 };
  let decided = 0;
  let n = 0;
  let orderError = 0;
  const started = performance.now();
  for (const { prompt, response_a, persona_a, response_b, persona_b } of rows) {
    const sides = [
      { persona: persona_a, expected: response_a, other: response_b },
      { persona: persona_b, expected: response_b, other: response_a },
    ];
    for (const { persona, expected, other } of sides) {
      const there = await judgePersona(model, { persona, prompt, expected, other });
      const p = judgedProbability(there);
      if (n < 40) {
        const back = await judgePersona(model, {
          persona,
          prompt,
          expected: other,
          other: expected,
        });
        orderError = Math.max(orderError, Math.abs(p + judgedProbability(back) - 1));
      }
      const lead = Math.sign(expected.length - other.length);
      n += 1;
      points.judge += pointsOf(p - 0.5);
      points.longer += pointsOf(lead);
      points.keyword += pointsOf(lead * keywordLength(persona));
      if (isDecided(p, model.card.judgeThreshold)) {
        decided += 1;
        points.decided += pointsOf(p - 0.5);
      }
    }
    say(n / 2, rows.length);
  }
  return {
    kind: 'known-personas',
    rows: rows.length,
    judge: accuracy(points.judge, n),
    judgeDecided: { ...accuracy(points.decided, decided), coverage: n === 0 ? 0 : decided / n },
    longerWins: accuracy(points.longer, n),
    keywordLength: accuracy(points.keyword, n),
    orderError,
    msPerJudgement: (performance.now() - started) / (n + Math.min(n, 40)),
  };
}

/** The rows of known-personas.jsonl, or `null` when the text is something else. */
export function readKnownRows(text: string): KnownRow[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  try {
    const rows: unknown[] = lines.map((line) => JSON.parse(line));
    return rows.length > 0 && rows.every(isKnownRow) ? rows : null;
  } catch {
    return null;
  }
}

function isKnownRow(row: unknown): row is KnownRow {
  const keys = ['prompt', 'response_a', 'persona_a', 'response_b', 'persona_b'];
  const record = Object(row) as Record<string, unknown>; // Object() makes anything indexable
  return keys.every((key) => typeof record[key] === 'string');
}

/**
 * +1: the persona's words say the longer response, -1: the shorter, 0: no clue.
 * Text after a contrast word is not read.
 * @source shared/data/baseline.mjs
 */
function keywordLength(persona: string): number {
  const claim = persona.split(/rather than|over |instead of|compared to|without/)[0] ?? '';
  return Number(LONG.test(claim)) - Number(SHORT.test(claim));
}

const pointsOf = (lead: number) => (1 + Math.sign(lead)) / 2;
