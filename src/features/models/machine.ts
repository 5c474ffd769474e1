import type { Model } from '../../tasks/model';

/** What this machine and browser offer; `null` where the browser does not say. */
export interface Machine {
  gpu: { f16: boolean; maxBufferBytes: number; simulated: boolean } | null;
  /** Rounded by the browser, 8 at most. */
  memoryGb: number | null;
  cores: number;
  /** Threads need an isolated page. */
  isolated: boolean;
  /** GPU and threads need a secure address. */
  secure: boolean;
  freeBytes: number | null;
}

/** Asks the browser; starts nothing. Never throws. */
export async function probeMachine(): Promise<Machine> {
  const nav: Partial<Navigator> = globalThis.navigator ?? {};
  const adapter = (await nav.gpu?.requestAdapter().catch(() => null)) ?? null;
  const estimate = (await nav.storage?.estimate().catch(() => null)) ?? null;
  const memory: unknown = Reflect.get(nav, 'deviceMemory');
  return {
    gpu: adapter && {
      f16: adapter.features.has('shader-f16'),
      maxBufferBytes: Math.min(
        adapter.limits.maxBufferSize,
        adapter.limits.maxStorageBufferBindingSize,
      ),
      simulated:
        adapter.info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(adapter.info.architecture),
    },
    memoryGb: typeof memory === 'number' ? memory : null,
    cores: nav.hardwareConcurrency || 1,
    isolated: globalThis.crossOriginIsolated === true,
    secure: globalThis.isSecureContext === true,
    freeBytes:
      estimate?.quota === undefined ? null : Math.max(0, estimate.quota - (estimate.usage ?? 0)),
  };
}

/** A probe ends after so long. */
const PROBE_MS = 2000;

/**
 * How many multiplications a second the loaded model does while it reads: tokens × parameters.
 * Reading, not writing: that is what tells the machine's arithmetic from waiting.
 */
export async function probeSpeed({ engine, card }: Model, signal?: AbortSignal): Promise<number> {
  const ends = performance.now() + PROBE_MS;
  const words = Math.min(180, Math.floor(card.contextTokens / 4));
  let best = 0;
  for (let round = 0; round === 0 || performance.now() < ends; round++) {
    const text = Array.from({ length: words }, (_, i) => `${(i * 7 + round) % 10} boat`).join(' ');
    const prompt = { kind: 'parts', parts: [{ kind: 'data', text }] } as const;
    const { stats } = await engine.score({ prompt, continuations: [] }, signal);
    const read = stats.promptTokens - stats.cachedTokens;
    if (stats.prefillMs > 0)
      best = Math.max(best, (read * card.parameters * 1000) / stats.prefillMs);
    if (round === 20) break;
  }
  return best;
}
