import type { ModelCard, ModelDtype } from '../domain/types';
import { weightFiles } from './modelFiles';

/** What the preflight found; `null` where there is no GPU for us. */
export interface GpuFacts {
  /** A software GPU (SwiftShader and the like): correct, but slower than WASM. */
  fallback: boolean;
  f16: boolean;
  maxBufferBytes: number;
}

/** Where a model will run, with which weights, and the sentence that says why, if one is due. */
export interface Placement {
  device: 'wasm' | 'webgpu';
  dtype: ModelDtype;
  note: string | null;
}

/**
 * Models below this size stay on WASM under `auto`. A GPU pays about 0.02 ms for each of the
 * hundred-odd operators of a step and a read-back on top, more than WASM needs for the whole step of
 * a model of 3 M parameters, and its runtime is 13 MB larger to fetch.
 */
const WORTH_A_GPU = 60_000_000;

/** Decides between GPU and WASM, and the step down from 16-bit weights. */
export function place(
  card: ModelCard,
  wanted: 'auto' | 'wasm' | 'webgpu',
  gpu: GpuFacts | null,
): Placement {
  const wasm = (note: string | null): Placement => ({
    device: 'wasm',
    dtype: card.dtype.wasm,
    note,
  });
  if (wanted === 'wasm') return wasm(null);
  if (wanted === 'auto' && card.parameters < WORTH_A_GPU) return wasm(null);
  if (!gpu) {
    return wasm('This browser offers no graphics processor, so the model runs on the main one.');
  }
  if (wanted === 'auto' && gpu.fallback) {
    return wasm('There is only a simulated graphics processor, so the model runs on the main one.');
  }
  const half = card.dtype.webgpu === 'q4f16' || card.dtype.webgpu === 'fp16';
  const stepDown = half && !gpu.f16;
  const dtype = stepDown ? 'q4' : card.dtype.webgpu;
  const weights = weightFiles(card, dtype);
  const largest = Math.max(0, ...weights.map(({ sizeBytes }) => sizeBytes));
  if (weights.length === 0) {
    return wasm('The graphics processor cannot use this model’s weights; the main one can.');
  }
  if (largest > gpu.maxBufferBytes) {
    return wasm('This model is too large for the graphics processor, so it runs on the main one.');
  }
  const note = stepDown
    ? 'The graphics processor cannot use 16-bit numbers, so 4-bit weights are used.'
    : null;
  return { device: 'webgpu', dtype, note };
}

/** Asks the browser for its GPU without using it. */
export async function gpuFacts(): Promise<GpuFacts | null> {
  const adapter = await requestAdapter();
  if (!adapter) return null;
  return {
    fallback:
      adapter.info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(adapter.info.architecture),
    f16: adapter.features.has('shader-f16'),
    maxBufferBytes: Math.min(
      adapter.limits.maxBufferSize,
      adapter.limits.maxStorageBufferBindingSize,
    ),
  };
}

/** A device without the subgroup features, with which attention was seen to be wrong (stack.md 1). */
export async function openGpu(): Promise<GPUDevice> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error('no GPU adapter');
  const { limits } = adapter;
  const known = [...adapter.features].filter((name) => !/subgroup|^chromium/.test(name));
  return adapter.requestDevice({
    requiredFeatures: known as GPUFeatureName[], // named by the adapter itself
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    },
  });
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  return (
    (await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)) ?? null
  );
}
