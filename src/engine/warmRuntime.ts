import { env, InferenceSession } from 'onnxruntime-web/webgpu';
import { runtimePaths } from './runtime';

let warm = false;

/**
 * Fetches and compiles the runtime for WASM without waiting for a model, nor for Transformers.js: it
 * is the longer half of a start. ONNX Runtime has no call for that, so it is asked for a session of
 * nothing. Once per worker; for one thread unless it was set otherwise before.
 */
export function warmRuntime(threads: number): void {
  if (warm) return;
  warm = true;
  env.wasm.wasmPaths = runtimePaths('wasm');
  env.wasm.numThreads = threads;
  InferenceSession.create(new Uint8Array(0), { executionProviders: ['wasm'] }).catch(() => {});
}
