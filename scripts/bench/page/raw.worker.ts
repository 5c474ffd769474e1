/// <reference lib="webworker" />
import { env, InferenceSession, Tensor } from 'onnxruntime-web/webgpu';
import asyncifyFactory from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiFactory from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiBinary from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import factory from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import binary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { joined } from '../../../src/engine/graph/wire';
import { changedParts } from '../../../src/engine/wasmGraph';
import { measureRaw, type RawFigures } from '../rawRuns';

const builds = {
  plain: { mjs: factory, wasm: binary },
  jspi: { mjs: jspiFactory, wasm: jspiBinary },
  asyncify: { mjs: asyncifyFactory, wasm: asyncifyBinary },
};

/** One way to run a graph. */
export interface RawRequest {
  url: string;
  build: keyof typeof builds;
  threads: number;
  /** Whether the graph is changed first, as our engine does. */
  changed: boolean;
  options: InferenceSession.SessionOptions;
  batches: boolean;
}

export type { RawFigures };

if (!self.name.startsWith('em-pthread')) {
  addEventListener('message', ({ data }: MessageEvent<RawRequest>) => {
    run(data).then(
      (figures) => postMessage(figures),
      (error: unknown) => postMessage(String(error)),
    );
  });
}

async function run(request: RawRequest): Promise<RawFigures> {
  const { url, build, threads, changed, options, batches } = request;
  env.wasm.wasmPaths = builds[build];
  env.wasm.numThreads = threads;
  const file = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const parts = changed ? changedParts(file) : null;
  const session = await InferenceSession.create(parts ? joined(parts) : file, {
    executionProviders: ['wasm'],
    ...options,
  });
  return measureRaw(session, (type, data, dims) => new Tensor(type, data, dims), batches);
}
