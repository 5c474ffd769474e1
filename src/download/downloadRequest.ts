import { AppError } from '../domain/errors';
import type { ModelDtype } from '../domain/types';
import { readMirror } from '../storage/models/mirrorAddress';
import type { ModelSource } from '../storage/models/modelStore';
import { isSafeId } from '../storage/models/safePath';

/** What the address of this page asks for. */
export interface DownloadRequest {
  id: string;
  source: ModelSource;
  device: 'wasm' | 'webgpu';
  /** `null` for the best there is. */
  dtype: ModelDtype | null;
}

const DTYPES: readonly ModelDtype[] = ['q4', 'q4f16', 'q8', 'int8', 'fp16', 'fp32'];

/**
 * Reads `#id=owner/name&source=hub|site|https://mirror&device=wasm|webgpu&dtype=q4`, and for a mirror
 * `&files=https://other` where its files lie on one other host.
 * @throws {AppError} `download-failed` when it asks for nothing that exists
 */
export function readDownloadRequest(hash: string): DownloadRequest {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const id = asked.get('id') ?? '';
  if (!isSafeId(id)) throw unclear(`id "${id}"`);
  const dtype = DTYPES.find((each) => each === asked.get('dtype')) ?? null;
  const device = asked.get('device') === 'webgpu' ? 'webgpu' : 'wasm';
  return { id, source: readSource(asked), device, dtype };
}

function readSource(asked: URLSearchParams): ModelSource {
  const kind = asked.get('source') ?? 'hub';
  if (kind === 'hub' || kind === 'site') return { kind };
  const origin = kind === 'mirror' ? (asked.get('origin') ?? '') : kind;
  if (!origin.includes('://')) throw unclear(`source ${kind} ${origin}`);
  const { address, problem } = readMirror(origin);
  if (problem !== null) throw refused(origin, problem);
  const files = asked.get('files') ?? '';
  if (files === '') return { kind: 'mirror', origin: address };
  const other = readMirror(files);
  if (other.problem !== null) throw refused(files, other.problem);
  return { kind: 'mirror', origin: address, filesOrigin: new URL(other.address).origin };
}

const refused = (origin: string, problem: string) =>
  new AppError(
    'download-failed',
    `mirror ${origin}`,
    `This mirror is not used. ${problem} You can do that on the models page.`,
  );

const unclear = (message: string) =>
  new AppError(
    'download-failed',
    message,
    'This page was opened without saying which model to get. Go back to the app and choose one on the models page.',
  );
