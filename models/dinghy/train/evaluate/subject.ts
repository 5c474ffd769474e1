import { readFileSync } from 'node:fs';
import type { GaugeData } from '../../../../src/domain/gauge';
import type { ModelCard } from '../../../../src/domain/types';
import type { Engine } from '../../../../src/engine/engine';
import type { Model } from '../../../../src/tasks/model';
import { NO_STATS } from '../../../../src/tasks/streams';
import { promptString } from '../samples';
import { knowledge } from '../wordings';
import type { Dinghy } from './runtime';

/** What is measured: the app's own tasks over the exported files. */
export interface Subject {
  /** As it ships: language model and gauge. */
  whole: Model;
  /** The language model alone, and the gauge alone: what each brings. */
  alone: Model;
  gauge: Model;
}

export function subjectOf(dinghy: Dinghy): Subject {
  const root = new URL('../../', import.meta.url);
  // Our own files, in the shapes that fit.ts and buildCard.ts write.
  const data = JSON.parse(readFileSync(new URL('gauge.json', root), 'utf8')) as GaugeData;
  const card = JSON.parse(readFileSync(new URL('card.json', root), 'utf8')) as ModelCard;
  const engine = engineOf(dinghy);
  const deaf: GaugeData = {
    ...data,
    personas: { ...data.personas, model: 0 },
    // By the lean alone odds run lower: the threshold that was set for them.
    thresholds: {
      ...data.thresholds,
      name: 0.47,
      together: 0.73,
      familiar: { from: 0.3, together: 0.73 },
    },
  };
  delete deaf.naming;
  return {
    whole: { engine, card, knowledge: { ...knowledge, gauge: data } },
    alone: { engine, card, knowledge },
    gauge: { engine, card, knowledge: { ...knowledge, gauge: deaf } },
  };
}

/** The engine's interface over the model in Node, as far as the measured tasks use it. */
function engineOf(dinghy: Dinghy): Engine {
  const refuse = () => Promise.reject(new Error('the model in Node is loaded once'));
  return {
    load: refuse,
    unload: refuse,
    async *generate({ prompt, options, stop = [], suppress = [] }) {
      const text = await dinghy.generate(prompt, options, suppress);
      const ends = stop.map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
      yield { text: text.slice(0, Math.min(text.length, ...ends)), tokenIds: [] };
      return NO_STATS;
    },
    async score({ prompt, continuations, next = 0 }) {
      const logProbs = await dinghy.next(prompt);
      const best = Array.from(logProbs, (logProb, tokenId) => ({ tokenId, logProb }))
        .sort((x, y) => y.logProb - x.logProb)
        .slice(0, next)
        .map((odds) => ({ ...odds, text: dinghy.texts[odds.tokenId] ?? '' }));
      const scored = [];
      for (const continuation of continuations) {
        const text =
          typeof continuation === 'string'
            ? continuation
            : promptString({ kind: 'parts', parts: continuation });
        const { logProb, tokens } = await dinghy.score(prompt, text);
        scored.push({ tokenLogProbs: Array<number>(tokens).fill(logProb / tokens), logProb });
      }
      return { continuations: scored, next: best, stats: NO_STATS };
    },
  };
}
