/** What the preflight found; `null` where there is no GPU for us. */
export interface GpuFacts {
  /** A software GPU (SwiftShader and the like): correct, but slower than WASM. */
  fallback: boolean;
  f16: boolean;
  maxBufferBytes: number;
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
  const device = await adapter.requestDevice({
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
  void device.lost.then(({ reason, message }) => {
    // A run on a lost device may wait for ever: an error nobody catches tells the page at once.
    if (reason !== 'destroyed') reportError(new Error(`the GPU device was lost: ${message}`));
  });
  return device;
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  return (
    (await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)) ?? null
  );
}
