import type { ModelDtype } from '../../domain/types';
import { readMirror } from '../../storage/models/mirrorAddress';
import type { ModelSource } from '../../storage/models/modelStore';

/**
 * Where a model is fetched from: the hub, this site's `models/`, or a mirror's address; `files` is the
 * other host that a mirror passes large files on to, '' for none.
 */
export type SourceChoice =
  { kind: 'hub' } | { kind: 'site' } | { kind: 'mirror'; address: string; files?: string };

/**
 * The address of the document that downloads; the working page itself may not reach out.
 * `null` when an address of the mirror is none.
 */
export function downloadLink(
  id: string,
  source: SourceChoice,
  want: { device: 'wasm' | 'webgpu'; dtype: ModelDtype | null },
): string | null {
  const params = new URLSearchParams({ id, source: source.kind, device: want.device });
  if (source.kind === 'mirror') {
    const { address } = readMirror(source.address);
    if (address === null) return null;
    params.set('origin', address);
    if (source.files?.trim()) {
      const files = readMirror(source.files);
      if (files.address === null) return null;
      params.set('files', new URL(files.address).origin);
    }
  }
  if (want.dtype !== null) params.set('dtype', want.dtype);
  return `download.html#${params}`;
}

/** Where a stored model came from, as a choice for the next download; `null` for one from disk. */
export function choiceOf(source: ModelSource): SourceChoice | null {
  if (source.kind === 'disk') return null;
  if (source.kind !== 'mirror') return { kind: source.kind };
  return { kind: 'mirror', address: source.origin, files: source.filesOrigin ?? '' };
}
