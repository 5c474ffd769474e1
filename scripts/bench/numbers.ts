/** Largest difference over the spread of the scores. */
export function relative(a: Float32Array, b: Float32Array): number {
  const mean = a.reduce((sum, x) => sum + x, 0) / a.length;
  const spread = Math.sqrt(a.reduce((sum, x) => sum + (x - mean) ** 2, 0) / a.length);
  return a.reduce((max, x, i) => Math.max(max, Math.abs(x - (b[i] ?? NaN))), 0) / spread;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
