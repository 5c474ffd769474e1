import { measureFeatures, type Features } from '../../../../src/domain/features';
import { ReferenceFiller, unavailableReferences } from '../../../../src/tasks/dinghy/compose';
import { tailorPrompt } from '../../../../src/tasks/dinghy/prompts';
import { notesFor } from '../../../../src/tasks/dinghy/retrieve';
import { Random } from '../random';
import { agree } from '../samples';
import { knowledge, topicsOf } from '../wordings';
import type { Dinghy } from './runtime';

/** Whether an answer shows a pole, by general marker words; the generator's wordings are not consulted. */
export const detectors: Record<string, (f: Features, neutral: Features) => boolean> = {
  short: (f) => f.words <= 45,
  detailed: (f) => f.words >= 60,
  steps: (f) => f.numbered >= 2,
  'free-form': (f) => f.numbered === 0,
  bullets: (f) => f.bullets >= 2,
  prose: (f) => f.bullets === 0,
  formal: (f, n) => f.formal > n.formal,
  casual: (f, n) => f.casual > n.casual,
  warm: (f, n) => f.feel > n.feel,
  playful: (f, n) => f.joke > n.joke || f.names > n.names,
  examples: (f, n) => f.example > n.example,
  'no-examples': (f) => f.example === 0,
  analogies: (f, n) => f.compare > n.compare,
  literal: (f) => f.compare <= 1,
  numbers: (f, n) => f.digits > n.digits,
  reasons: (f, n) => f.reason > n.reason,
  'just-what-to-do': (f) => f.reason === 0,
  hedged: (f, n) => f.hedge > n.hedge,
  'asks-back': (f) => f.questions > 0,
  'no-questions': (f) => f.questions === 0,
  'one-pick': (f) => f.single > 0,
  several: (f, n) => f.options > n.options,
  'summary-first': (f) => f.summary > 0,
  beginner: (f, n) => f.simple > n.simple,
  technical: (f, n) => f.technical + f.longWords > n.technical + n.longWords,
  story: (f, n) => f.story > n.story || f.names > n.names,
  defines: (f, n) => f.define > n.define,
  confident: (f, n) => f.sure > n.sure,
  modest: (f, n) => f.modest > n.modest || f.hedge > n.hedge,
  polite: (f, n) => f.polite > n.polite,
  'gentle-lead-in': (f, n) => f.leadIn > n.leadIn,
  encouraging: (f, n) => f.encourage > n.encourage || f.exclaims > n.exclaims,
};

/** Poles that a reference to the topic's own gist, definition, story … shows as surely as any marker word. */
const byReference: Record<string, string> = {
  'summary-first': '<|m|>',
  defines: '<|d|>',
  story: '<|y|>',
  analogies: '<|l|>',
  playful: '<|j|>',
  beginner: '<|w|>',
  technical: '<|t|>',
};

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
  const withReferences = { own: 0, neutral: 0 };
  const perPole = new Map<string, { asked: number; shown: number; neutral: number }>();
  let bad = 0,
    repeated = 0,
    unended = 0;
  for (let i = 0; i < n; i += 1) {
    const topic = random.pick(topics);
    const question = random.pick(topic.questions);
    let wanted: string[] = [];
    do wanted = random.sample(poles, random.between(1, 3));
    while (!agree(wanted));
    const set = notesFor(question, topic, wanted, knowledge.axes);
    const make = async (own: string[]) => {
      const template = await model.generate(tailorPrompt(own, set), {
        max: 200,
        suppress: unavailableReferences(set),
        temperature: 0.7,
        random: () => random.next(),
      });
      const filler = new ReferenceFiller(set);
      return { template, text: filler.push(template) + filler.end() };
    };
    const [own, neutral] = [await make(wanted), await make([])];
    const [f, g] = [measureFeatures(own.text), measureFeatures(neutral.text)];
    for (const pole of wanted) {
      const count = perPole.get(pole) ?? { asked: 0, shown: 0, neutral: 0 };
      const [shown, shownAnyway] = [
        detectors[pole]?.(f, g) ?? false,
        detectors[pole]?.(g, g) ?? false,
      ];
      const reference = byReference[pole] ?? 'none';
      count.asked += 1;
      count.shown += Number(shown);
      count.neutral += Number(shownAnyway);
      withReferences.own += Number(shown || own.template.includes(reference));
      withReferences.neutral += Number(shownAnyway || neutral.template.includes(reference));
      perPole.set(pole, count);
    }
    const references = own.template.match(/<\|[a-z]\d?\|>/g) ?? [];
    bad += (own.template.match(/<\|/g)?.length ?? 0) - references.length;
    const once = references.filter((token) => token !== '<|g|>');
    repeated += Number(new Set(once).size < once.length);
    unended += Number(!/[.!?…:"')]\s*$/.test(own.text));
    samples.push({ question, poles: wanted, ...own });
  }
  const total = [...perPole.values()].reduce(
    (sum, c) => ({
      asked: sum.asked + c.asked,
      shown: sum.shown + c.shown,
      neutral: sum.neutral + c.neutral,
    }),
    { asked: 0, shown: 0, neutral: 0 },
  );
  const skeletons = new Set(samples.map(({ template }) => template.replace(/<\|[^|]+\|>/g, '#')));
  return {
    figures: {
      n,
      realised: total.shown / total.asked,
      neutral: total.neutral / total.asked,
      'realised, references counted': withReferences.own / total.asked,
      'neutral, references counted': withReferences.neutral / total.asked,
      asked: total.asked,
      badReferences: bad,
      answersWithRepeats: repeated,
      withoutEnd: unended,
      skeletons: skeletons.size,
      weakest: [...perPole]
        .map(([pole, c]) => [pole, Number((c.shown / c.asked).toFixed(2)), c.asked] as const)
        .sort((x, y) => x[1] - y[1])
        .slice(0, 8),
    },
    samples,
  };
}
