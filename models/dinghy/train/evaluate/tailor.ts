import { measureFeatures } from '../../../../src/domain/features';
import { amongLines, tailorOptions } from '../../../../src/tasks/options';
import { showablePoles, unwantedTokens } from '../../../../src/tasks/dinghy/tailorLimits';
import { tailorPrompt } from '../../../../src/tasks/dinghy/prompts';
import { notesFor, type NoteSet } from '../../../../src/tasks/dinghy/retrieve';
import { Counts } from '../counts';
import { Random } from '../random';
import { trainingPairs } from '../gauge/written';
import { agree, axisOf, fill } from '../samples';
import { knowledge, topicsOf } from '../wordings';
import { detectors, shows } from './detectors';
import type { Dinghy } from './runtime';

export interface Tailored {
  question: string;
  poles: string[];
  template: string;
  text: string;
}

/** Asked manners realised (beside the neutral answer, where they should be rare), bad references, skeletons. */
export async function measureTailor(
  model: Dinghy,
  n: number,
): Promise<{ figures: Record<string, unknown>; samples: Tailored[] }> {
  const random = new Random(505);
  const topics = topicsOf({ topics: 'held', wordings: 'seen' });
  const poles = Object.keys(detectors);
  const samples: Tailored[] = [];
  const byMarkers = { own: 0, neutral: 0 };
  const perPole = new Map<string, Shown>();
  const possible = { asked: 0, shown: 0 };
  let bad = 0,
    repeated = 0,
    unended = 0;
  for (let i = 0; i < n; i += 1) {
    const topic = random.pick(topics);
    const question = random.pick(topic.questions);
    let wanted: string[] = [];
    do wanted = random.sample(poles, random.between(1, 3));
    while (!agree(wanted));
    const set = notesFor(question, topic, wanted, knowledge);
    const make = async (own: string[]) => {
      const shown = showablePoles(own, set);
      const template = await model.generate(
        tailorPrompt(shown, set),
        amongLines(tailorOptions, question, shown),
        unwantedTokens(knowledge.axes),
      );
      // What a reader gets, and the same with references for facts: the filler drops what comes twice.
      const kept = fill(template, namesOnly(set)).replace(/<\|[A-Z]/g, (c) => c.toLowerCase());
      return { raw: template, template: kept, text: fill(template, set) };
    };
    const [own, neutral] = [await make(wanted), await make([])];
    const [f, g] = [measureFeatures(own.text), measureFeatures(neutral.text)];
    for (const pole of wanted) {
      const count = perPole.get(pole) ?? { asked: 0, shown: 0, neutral: 0 };
      count.asked += 1;
      if (showablePoles([pole], set).includes(pole)) {
        possible.asked += 1;
        possible.shown += Number(shows(pole, own, neutral));
      }
      count.shown += Number(shows(pole, own, neutral));
      count.neutral += Number(shows(pole, neutral, neutral));
      byMarkers.own += Number(detectors[pole]?.(f, g) ?? false);
      byMarkers.neutral += Number(detectors[pole]?.(g, g) ?? false);
      perPole.set(pole, count);
    }
    const references = own.raw.match(/<\|[a-z]\d?\|>/g) ?? [];
    bad += (own.raw.match(/<\|/g)?.length ?? 0) - references.length;
    const once = references.filter((token) => token !== '<|g|>');
    repeated += Number(new Set(once).size < once.length);
    unended += Number(!/[.!?…:"')]\s*$/.test(own.text));
    samples.push({ question, poles: wanted, ...own });
  }
  const total = sumOf([...perPole.values()]);
  const isRare = rareSide();
  const side = (rare: boolean) => {
    const own = sumOf([...perPole].filter(([pole]) => isRare(pole) === rare).map(([, c]) => c));
    return { realised: own.shown / own.asked, neutral: own.neutral / own.asked, asked: own.asked };
  };
  const skeletons = new Set(samples.map(({ template }) => template.replace(/<\|[^|]+\|>/g, '#')));
  return {
    figures: {
      n,
      realised: total.shown / total.asked,
      'realised, of what the notes allow': possible.shown / possible.asked,
      neutral: total.neutral / total.asked,
      'realised, first marker lists on the whole text': byMarkers.own / total.asked,
      'neutral, first marker lists on the whole text': byMarkers.neutral / total.asked,
      'poles of the common side': side(false),
      'poles of the rare side': side(true),
      asked: total.asked,
      badReferences: bad,
      answersWithRepeats: repeated,
      withoutEnd: unended,
      skeletons: skeletons.size,
      weakest: [...perPole]
        .map(([pole, c]) => [pole, Number((c.shown / c.asked).toFixed(2)), c.asked] as const)
        .sort((x, y) => x[1] - y[1])
        .slice(0, 12),
    },
    samples,
  };
}

interface Shown {
  asked: number;
  shown: number;
  neutral: number;
}

const sumOf = (counts: readonly Shown[]): Shown =>
  counts.reduce(
    (sum, c) => ({
      asked: sum.asked + c.asked,
      shown: sum.shown + c.shown,
      neutral: sum.neutral + c.neutral,
    }),
    { asked: 0, shown: 0, neutral: 0 },
  );

/** Of the two poles of an axis, the one that readers of the written pairs name less often. */
function rareSide(): (pole: string) => boolean {
  const named = new Counts(trainingPairs().flatMap(({ polesA, polesB }) => [...polesA, ...polesB]));
  return (pole) => {
    const counts = axisOf(pole)?.poles.map(({ id }) => named.of(id)) ?? [];
    return named.of(pole) < Math.max(...counts);
  };
}

/** The set with every text replaced by the reference that stands for it. */
function namesOnly({ topic, notes, asides }: NoteSet): NoteSet {
  return {
    topic: topic && { ...topic, about: '<|g|>' },
    asides: Object.fromEntries(Object.keys(asides).map((kind) => [kind, `<|${kind}|>`])),
    notes: notes.map((note, index) => ({
      ...note,
      ...(note.a && { a: `<|a${index + 1}|>` }),
      ...(note.r && { r: `<|r${index + 1}|>` }),
      ...(note.e && { e: `<|e${index + 1}|>` }),
      ...(note.n && { n: `<|n${index + 1}|>` }),
      ...(note.c && { c: `<|c${index + 1}|>` }),
      ...(note.s && { s: `<|s${index + 1}|>` }),
    })),
  };
}
