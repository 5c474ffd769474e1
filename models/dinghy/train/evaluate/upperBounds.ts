import { availableReferences } from '../../../../src/tasks/dinghy/compose';
import { notesFor } from '../../../../src/tasks/dinghy/retrieve';
import { showablePoles } from '../../../../src/tasks/dinghy/tailorLimits';
import { Random } from '../random';
import { AnswerWriter } from '../answer';
import { agree, fill } from '../samples';
import { knowledge, topicsOf } from '../wordings';
import { detectors, shows, type Answer } from './detectors';

/**
 * Share of the generator's own answers in which the detectors find a pole that was asked for, alone or with
 * up to two others: no model that learns from them can be expected to do better.
 */
export function upperBounds(n: number): Map<string, number> {
  const random = new Random(11);
  const split = { topics: 'held', wordings: 'seen' } as const;
  const topics = topicsOf(split);
  const poles = Object.keys(detectors);
  const shareOf = (pole: string) => {
    let shown = 0;
    for (let i = 0; i < n;) {
      const topic = random.pick(topics);
      let wanted: string[] = [];
      do
        wanted = [
          pole,
          ...random.sample(
            poles.filter((other) => other !== pole),
            random.between(0, 2),
          ),
        ];
      while (!agree(wanted));
      const set = notesFor(random.pick(topic.questions), topic, wanted, knowledge);
      // What the notes cannot show is nobody's fault.
      if (!showablePoles([pole], set).includes(pole)) continue;
      i += 1;
      const write = (style: readonly string[]): Answer => {
        const references = availableReferences(set);
        const asked = new Set(showablePoles(style, set));
        const { text } = new AnswerWriter(asked, references, random, split).render();
        return { template: text, text: fill(text, set) };
      };
      shown += Number(shows(pole, write(wanted), write([])));
    }
    return shown / n;
  };
  return new Map(poles.map((pole) => [pole, shareOf(pole)]));
}
