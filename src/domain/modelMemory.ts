/** Weights that WASM can hold: of its 4 GB, a load needs the file, the copy and the caches. */
const WASM_WEIGHT_BYTES = 1.3e9;
/** A load takes this many times its weights for a moment (transformers.js#1747, onnxruntime#18535). */
const PEAK = { wasm: 2.3, webgpu: 1.6 };
/** Share of the machine's memory that one tab may count on. */
const SHARE = 0.6;

/** Bytes that a model takes while it loads, from the bytes of its weights. */
export function memoryNeeded(weightBytes: number, device: 'wasm' | 'webgpu'): number {
  return weightBytes * PEAK[device];
}

/**
 * Bytes that a browser can give a model; infinite where nothing is known against it.
 * @param deviceMemoryGb as the browser tells it: rounded, 8 for "8 or more"; `null` where it does not
 */
export function memoryRoom(device: 'wasm' | 'webgpu', deviceMemoryGb: number | null): number {
  const machine =
    deviceMemoryGb !== null && deviceMemoryGb < 8 ? deviceMemoryGb * 1e9 * SHARE : Infinity;
  return Math.min(machine, device === 'wasm' ? WASM_WEIGHT_BYTES * PEAK.wasm : Infinity);
}
