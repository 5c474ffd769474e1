/** A figure with what it stands beside; `goal` is how many times better it should be. */
export interface Line {
  what: string;
  ours: string;
  other: string;
  ratio: number;
  goal: number | null;
  /** True where a smaller ratio is better. */
  atMost?: boolean;
}

/** Milliseconds in words. */
export const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;

/** Tokens a second in words. */
export const rate = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} tokens/s`;
