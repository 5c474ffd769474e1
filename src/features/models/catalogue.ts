import type { ModelCard, ModelDtype } from '../../domain/types';
import data from './catalogue.json';

/** A licence in words; `notice` where it restricts something. */
export interface CatalogueLicense {
  name: string;
  url: string;
  notice: string | null;
}

/** A model that can be got: data, known before anything is fetched. Sizes are stated, not measured. */
export interface CatalogueEntry {
  /** Hub id, `owner/name`. */
  id: string;
  name: string;
  summary: string;
  parameters: number;
  /** As the model declares; we use at most `CONTEXT_LIMIT`. */
  contextTokens: number;
  promptKind: ModelCard['promptKind'];
  /** Which weights each device gets; `wasm` is `null` where a processor cannot hold it. */
  dtype: { wasm: ModelDtype | null; webgpu: ModelDtype };
  weights: { dtype: ModelDtype; bytes: number; source: string }[];
  /** Tokenizer and settings, roughly. */
  settingsBytes: number;
  /** True where the model can think aloud; we switch it off. */
  thinking: boolean;
  license: CatalogueLicense;
  /** Start of the commit whose sizes are stated; `null` where unknown. */
  revision: string | null;
}

/** Longer contexts cost memory before a word is written (peers.md P20). */
export const CONTEXT_LIMIT = 4096;

/** All models we name, smallest first. Any other text-generation repository can be got by its id. */
export const catalogue = data.models as CatalogueEntry[];

/** What to propose first on each device. */
export const preferred: Record<'webgpu' | 'wasm', string> = data.preferred;

/** The entry of a hub id, or `null` for a model we do not know. */
export function findEntry(id: string): CatalogueEntry | null {
  return catalogue.find((entry) => entry.id === id) ?? null;
}

/** Stated bytes of everything that is fetched for `dtype`; `null` where no such weights are known. */
export function entryBytes(entry: CatalogueEntry, dtype: ModelDtype): number | null {
  const weights = entry.weights.find((known) => known.dtype === dtype);
  return weights ? weights.bytes + entry.settingsBytes : null;
}

/** True for `owner/name` as the hub allows it. */
export function isHubId(text: string): boolean {
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(text) && !text.includes('..');
}
