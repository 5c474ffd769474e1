import type { ModelCard, ModelDtype } from '../../domain/types';
import type { ModelConfig } from './modelConfig';
import type { StoredModel } from './modelStore';
import { dtypesIn, type RepoFile } from './plan';

/** What is known of a model besides its files. */
export interface CardFacts {
  id: string;
  config: ModelConfig;
  files: readonly RepoFile[];
  /** As its owner states it; empty where nobody did. */
  license: string;
  name?: string;
  summary?: string;
}

/** The card of a model that comes from outside: read from its config, nothing guessed about its taste. */
export function buildCard({ id, config, files, license, name, summary }: CardFacts): ModelCard {
  const best = (device: 'wasm' | 'webgpu'): ModelDtype => dtypesIn(files, device)[0] ?? 'fp32';
  return {
    id,
    name: name || (id.split('/').at(-1) ?? id),
    summary: summary || `A ${config.type} model from outside.`,
    promptKind: 'instruct',
    parameters: config.parameters,
    contextTokens: config.contextTokens,
    dtype: { wasm: best('wasm'), webgpu: best('webgpu') },
    license: license || 'not stated',
    files: files.map(({ path, sizeBytes, sha256 }) => ({
      path,
      sizeBytes,
      sha256: sha256 ?? '',
      role: 'on-demand',
    })),
    prefillChunkTokens: 32,
    judgeThreshold: 0.1,
  };
}

/** A record that nothing has come for yet. */
export function newRecord(
  card: ModelCard,
  files: readonly RepoFile[],
  from: Pick<StoredModel, 'revision' | 'source' | 'missing'>,
): StoredModel {
  return {
    id: card.id,
    card,
    ...from,
    files: files.map((file) => ({ ...file, complete: false, receivedBytes: 0 })),
    addedAt: Date.now(),
    lastUsedAt: null,
    ready: false,
  };
}
