import { unencryptedNote } from '../storage/models/mirrorAddress';
import type { ModelSource } from '../storage/models/modelStore';

/** Bytes for people, in units of 1,000 as the hub counts: "812 bytes", "3.4 MB", "1.43 GB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** "about 2 minutes left"; empty while nobody can tell. */
export function timeText(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 3) return 'a few seconds left';
  if (seconds < 50) return `about ${Math.round(seconds / 5) * 5} seconds left`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 90) return `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`;
  return `about ${Math.round(minutes / 60)} hours left`;
}

/** Where a model comes from, as the person sees it. */
export function sourceText(source: ModelSource): string {
  switch (source.kind) {
    case 'hub':
      return 'huggingface.co';
    case 'mirror':
      return [source.origin, source.filesOrigin ?? []]
        .flat()
        .map((address) => new URL(address).host)
        .join(' and ');
    case 'site':
      return 'this site';
    case 'disk':
      return 'your disk';
  }
}

/** What the person should know about reaching it: which of its addresses are not encrypted. */
export function sourceNotes(source: ModelSource): string[] {
  if (source.kind !== 'mirror') return [];
  const addresses = [source.origin, source.filesOrigin ?? []].flat();
  return [...new Set(addresses.flatMap((address) => unencryptedNote(address) ?? []))];
}

/** The start of a commit, enough to tell two apart. */
export const shortRevision = (revision: string) => revision.slice(0, 10);
