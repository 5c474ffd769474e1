import { ours } from './ours';
import { plain } from './plain';
import { inferAndCheck } from './questions';
import { tryRaw } from './raw';
import type { Side } from './side';
import { wllama } from './wllama';

const makers = { ours, plain, wllama };
let side: Side | null = null;

/** What scripts/bench.js calls in this page; one side to a page. */
const bench = {
  inferAndCheck,
  tryRaw,

  async load(name: keyof typeof makers, modelId: string, threads: number) {
    side = makers[name]();
    await side.load(modelId, threads);
  },

  ask(question: Parameters<Side['ask']>[0]) {
    if (!side) throw new Error('load first');
    return side.ask(question);
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
