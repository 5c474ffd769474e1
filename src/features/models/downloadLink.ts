import type { ModelDtype } from '../../domain/types';

/** Where a model is fetched from: the hub, this site's `models/`, or a mirror's address. */
export type SourceChoice = { kind: 'hub' } | { kind: 'site' } | { kind: 'mirror'; address: string };

/**
 * The address of the document that downloads; the working page itself may not reach out.
 * `null` when the mirror's address is none.
 */
export function downloadLink(
  id: string,
  source: SourceChoice,
  want: { device: 'wasm' | 'webgpu'; dtype: ModelDtype | null },
): string | null {
  const params = new URLSearchParams({ id, source: source.kind, device: want.device });
  if (source.kind === 'mirror') {
    const address = mirrorAddress(source.address);
    if (address === null) return null;
    params.set('origin', address);
  }
  if (want.dtype !== null) params.set('dtype', want.dtype);
  return `download.html#${params}`;
}

/** An https address (or http on this machine) without its last slash; `null` for anything else. */
export function mirrorAddress(typed: string): string | null {
  try {
    const url = new URL(typed.includes('://') ? typed.trim() : `https://${typed.trim()}`);
    const local = url.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname);
    if (!(url.protocol === 'https:' || local) || !/^[\w.:[\]-]+$/.test(url.hostname)) return null;
    return (url.origin + url.pathname).replace(/\/+$/, '');
  } catch {
    return null;
  }
}
