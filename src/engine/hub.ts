import {
  AutoModelForCausalLM,
  AutoTokenizer,
  env,
  LogLevel,
  type PreTrainedModel,
} from '@huggingface/transformers';
import type { ModelDtype } from '../domain/types';
import { openGpu } from './gpu';
import { vocabularyOf } from './hubVocabulary';
import { runtimePaths } from './runtime';
import type { Vocabulary } from './vocabulary';
import { forWasm, respondWith, sizeOf, type FileContent } from './wasmGraph';

/** What Transformers.js makes of a folder in the hub's layout. */
export interface HubModel {
  model: PreTrainedModel;
  vocabulary: Vocabulary;
}

/** Sets the runtime up; once per worker, before the first model. */
export function configureRuntime(device: 'wasm' | 'webgpu', threads: number): void {
  env.allowRemoteModels = false; // what is read was fetched and checked before
  env.allowLocalModels = true;
  env.useBrowserCache = false; // the service worker stores files
  env.useWasmCache = false;
  env.logLevel = LogLevel.ERROR;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new Error('onnxruntime-web has no wasm settings');
  wasm.wasmPaths = runtimePaths(device);
  wasm.numThreads = threads;
}

/** Loads a model from files at hand; nothing else can be asked for. */
export async function loadHubModel(
  files: ReadonlyMap<string, FileContent>,
  device: 'wasm' | 'webgpu',
  dtype: ModelDtype,
): Promise<HubModel> {
  const ready = device === 'wasm' ? await forWasm(files) : files;
  env.fetch = async (address) => {
    const content = ready.get(String(address).split('/models/checked/').at(-1) ?? '');
    return content ? respondWith(content) : new Response('', { status: 404 });
  };
  env.localModelPath = '/models/';
  const gpu =
    device === 'webgpu'
      ? { executionProviders: [{ name: 'webgpu' as const, device: await openGpu() }] }
      : {};
  // Handed over as handles: ONNX Runtime reads each once, straight before it needs it.
  const externalData = [...files]
    .filter(([path]) => /\.onnx_data(_\d+)?$/.test(path))
    .map(([path, data]) => ({ path: path.split('/').at(-1) ?? path, data }));
  const session_options = {
    ...gpu,
    ...(device === 'wasm' && isSmall(ready) ? { graphOptimizationLevel: 'disabled' as const } : {}),
    ...(externalData.length > 0 ? { externalData } : {}),
  };
  const use_external_data_format = false; // named above
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained('checked'),
    AutoModelForCausalLM.from_pretrained('checked', {
      device,
      dtype,
      session_options,
      use_external_data_format,
    }),
  ]);
  const ends = model.generation_config?.eos_token_id;
  return { model, vocabulary: vocabularyOf(tokenizer, ends, await chatTemplate(files)) };
}

/**
 * Bytes of graphs that ONNX Runtime need not improve: that takes it half a second, as long as all the
 * rest of a small model's start, and what matters there `fewerNodes` has done.
 */
const SMALL_BYTES = 16_000_000;

function isSmall(files: ReadonlyMap<string, FileContent | Uint8Array[]>): boolean {
  return [...files].every(
    ([path, content]) => !path.includes('.onnx') || sizeOf(content) < SMALL_BYTES,
  );
}

/** Newer repositories keep the template in a file that the library reads for processors only. */
async function chatTemplate(files: ReadonlyMap<string, FileContent>): Promise<string | null> {
  const file = files.get('chat_template.jinja');
  return file ? new Response(file).text() : null;
}
