import axesFile from '../../../models/dinghy/axes.json';
import type { Axis, Knowledge } from '../../../src/domain/knowledge';
import type { PreferencePair } from '../../../src/domain/types';
import type { Engine } from '../../../src/engine/engine';
import type { Model } from '../../../src/tasks/model';
import { fakeCard } from '../../fakeEngine';

/** The real axes over one made-up topic. */
export const smallKnowledge: Knowledge = {
  axes: axesFile.axes as unknown as Axis[], // JSON knows no tuples; a unit test of the model's folder checks it
  topics: [
    {
      id: 'tea',
      title: 'making tea',
      about: 'making good tea',
      area: 'cooking',
      questions: ['How do I make good tea?'],
      asides: [
        { kind: 't', text: 'tannins dissolve with time' },
        { kind: 'w', text: 'old leaves taste bitter' },
        { kind: 'd', text: 'Steeping is leaving leaves in water.' },
        { kind: 'l', text: 'a bath, which is best neither cold nor boiling' },
        { kind: 'y', text: 'Ida forgot her cup and found it bitter.' },
        { kind: 'm', text: 'Time is the spice.' },
        { kind: 'j', text: 'Tea is a hug in a mug.' },
      ],
      notes: [
        { id: 'tea-1', a: 'warm the pot', r: 'cold china cools the water', tags: [] },
        { id: 'tea-2', a: 'add a splash of rum', e: 'on a cold night', tags: ['alcohol'] },
        { id: 'tea-3', a: 'wait before you pour', n: 'three minutes are enough', tags: [] },
      ],
    },
  ],
};

/** A task-tuned model over any engine. */
export function smallModel(engine: Engine): Model {
  return { engine, card: fakeCard, knowledge: smallKnowledge };
}

/** A chat model over any engine. */
export function chatModel(engine: Engine, contextTokens = 4096): Model {
  return { engine, card: { ...fakeCard, promptKind: 'instruct', contextTokens }, knowledge: null };
}

/** A pair with the given fields, the rest filled in. */
export function pair(fields: Partial<PreferencePair> = {}): PreferencePair {
  return {
    id: 'p1',
    prompt: 'How do I make good tea?',
    history: [],
    chosen: 'Warm the pot, then wait three minutes.',
    rejected:
      'Tea has a long history, and there are many ways to make it, each with a story worth telling at length.',
    reason: '',
    datasetId: null,
    ...fields,
  };
}
