import type { LoadParams } from './protocol';

/**
 * Models below this size run on one thread unless asked otherwise: their steps are so short that the
 * threads spend them waiting for each other. 3.4 M parameters on two busy cores, tokens/s with one
 * and two threads, best of four runs: prefill of 721 tokens 2,385 and 1,051, decode 209 and 199.
 */
export const WORTH_THREADS = 30_000_000;

/** Whether a model runs on WASM and on one thread whatever the machine: what a worker is warmed for. */
export const isSmall = ({ card, device, threads }: LoadParams): boolean =>
  device !== 'webgpu' && (threads ?? 1) === 1 && card.parameters < WORTH_THREADS;
