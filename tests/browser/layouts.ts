import type { ModelCard, ModelDtype } from '../../src/domain/types';
import { fixtures, realEngine, tinyCard } from './engineSetup';

/** Random weights in the layouts that tests/fixtures/tiny-model/make.py writes. */
export const FAMILIES = ['llama', 'qwen3', 'gemma3', 'lfm2'] as const;
export type Family = (typeof FAMILIES)[number];

const SINGLE = 'onnx/model_q4.onnx';
/** The paths of weights that lie beside their graph. */
export const SPLIT = ['onnx/model.onnx', 'onnx/model.onnx_data'];

/** A model as it is kept in the browser: a card, and handles of its files. */
export async function stored(family: Family, device: 'wasm' | 'webgpu', dtype: ModelDtype) {
  const weights = dtype === 'q4' ? [SINGLE] : SPLIT;
  const from = (path: string) => {
    if (path.startsWith('token') || path.startsWith('gen')) return `tiny-model/${path}`;
    return family === 'llama' && path === SINGLE
      ? 'tiny-model/onnx/model.onnx'
      : `layouts/${family}/${path}`;
  };
  const paths = [
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  const files = new Map<string, Blob>();
  for (const path of [...paths, ...weights]) {
    files.set(path, await (await fetch(fixtures + from(path))).blob());
  }
  const card: ModelCard = {
    ...(await tinyCard()),
    id: `somebody/${family}`,
    name: family,
    dtype: { wasm: dtype, webgpu: dtype },
    files: [...files].map(([path, { size }]) => ({
      path,
      sizeBytes: size,
      sha256: '', // checked when it was stored
      role: 'on-demand',
    })),
  };
  return { card, files, device };
}

/** A real engine with that model. `changes` go into its card. */
export async function loaded(
  family: Family,
  device: 'wasm' | 'webgpu',
  dtype: ModelDtype,
  changes: Partial<ModelCard> = {},
) {
  const { card, files } = await stored(family, device, dtype);
  // No folder of the site is read: it does not exist.
  const made = realEngine({ modelsUrl: `${fixtures}nowhere/` });
  return { ...made, info: await made.engine.load({ ...card, ...changes }, { device, files }) };
}
