import gpuFactory from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import gpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import cpuFactory from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import cpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { WORTH_THREADS } from './smallModel';

/**
 * The two builds of ONNX Runtime that we ship, both from our own origin; a browser fetches one.
 * The plain one (14 MB) runs on WASM; the other (27 MB) can wait for a GPU as well.
 */
export function runtimePaths(device: 'wasm' | 'webgpu'): { wasm: string; mjs: string } {
  const [wasm, mjs] = device === 'wasm' ? [cpuBinary, cpuFactory] : [gpuBinary, gpuFactory];
  // Addresses in a built worker are relative to the worker's file.
  return { wasm: new URL(wasm, import.meta.url).href, mjs: new URL(mjs, import.meta.url).href };
}

/** Threads to use: 1 unless the page is isolated; then as asked, or one per core up to 4. */
export function threadCount(wanted: number | null, parameters: number): number {
  if (!globalThis.crossOriginIsolated) return 1;
  if (wanted !== null) return Math.max(1, Math.min(Math.floor(wanted), 16));
  if (parameters < WORTH_THREADS) return 1;
  return Math.max(1, Math.min(globalThis.navigator?.hardwareConcurrency ?? 1, 4));
}
