import { AppError } from '../../domain/errors';
import type { Model } from '../../tasks/model';
import { probeGpu } from './probeGpu';

/** What this machine and browser offer; `null` where the browser does not say. */
export interface Machine {
  gpu: {
    /** Maker and kind, as far as the browser says; may be empty. */
    name: string;
    f16: boolean;
    /** The largest table it takes. */
    maxBufferBytes: number;
    simulated: boolean;
  } | null;
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
      name: [adapter.info.vendor, adapter.info.architecture].filter(Boolean).join(' '),
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

/** Where models are meant to run here; what is simulated is slower than the processor. */
export function bestDevice(machine: Machine | null): 'wasm' | 'webgpu' {
  return machine?.gpu && !machine.gpu.simulated ? 'webgpu' : 'wasm';
}

/** What a probe of two seconds found; `null` for what could not be measured. */
export interface MachineSpeed {
  /** Multiplications a second of the processor. */
  multiplications: number | null;
  /** Bytes a second that the graphics card reads. */
  gpuBytes: number | null;
}

/** A probe takes so long in all. */
const PROBE_MS = 2000;

/** Measures the processor with the loaded model, and the graphics card with a sum over its memory. */
export async function probeMachineSpeed(
  model: Model | null,
  runsOn: 'wasm' | 'webgpu' | undefined,
  machine: Machine | null,
  signal?: AbortSignal,
): Promise<MachineSpeed> {
  const hasGpu = machine?.gpu != null && !machine.gpu.simulated;
  const ms = hasGpu ? PROBE_MS / 2 : PROBE_MS;
  return {
    // A model on the graphics card says nothing about the processor.
    multiplications: model && runsOn === 'wasm' ? await probeSpeed(model, ms, signal) : null,
    gpuBytes: hasGpu ? await probeGpu(ms) : null,
  };
}

/**
 * How many multiplications a second the loaded model does while it reads: tokens × parameters.
 * Reading, not writing: that is what tells the machine's arithmetic from waiting.
 */
async function probeSpeed(
  { engine, card }: Model,
  ms: number,
  signal?: AbortSignal,
): Promise<number> {
  const ends = performance.now() + ms;
  let words = Math.min(180, Math.floor(card.contextTokens / 4));
  let best = 0;
  for (let round = 0; round === 0 || performance.now() < ends; round++) {
    const text = Array.from({ length: words }, (_, i) => `${(i * 7 + round) % 10} boat`).join(' ');
    const prompt = { kind: 'parts', parts: [{ kind: 'data', text }] } as const;
    const asked = engine.score({ prompt, continuations: [] }, signal);
    const scored = await asked.catch((error: unknown) => {
      // Some vocabularies cut these words into many pieces.
      if (AppError.from(error).code !== 'context-too-long' || words < 4) throw error;
      words = Math.floor(words / 2);
      return null;
    });
    if (!scored) continue;
    const { stats } = scored;
    const read = stats.promptTokens - stats.cachedTokens;
    if (stats.prefillMs > 0)
      best = Math.max(best, (read * card.parameters * 1000) / stats.prefillMs);
    if (round === 20) break;
  }
  return best;
}
