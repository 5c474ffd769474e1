import { AppError } from '../domain/errors';
import { graphPath } from '../domain/graphPath';
import type { ModelCard, ModelDtype, ModelFile } from '../domain/types';
import { sha256 } from '../domain/sha256';

/** The files beside the weights that Transformers.js reads. */
const SETTINGS = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
];

const PUT_BACK =
  'Reload the page; if that does not help, put the original files back on the server.';

/** Files by path, and what the person should know about them. */
export interface ReadFiles {
  files: Map<string, Uint8Array<ArrayBuffer>>;
  notes: string[];
}

/** The weights of `dtype` in the card, external data included; empty when it has none. */
export function weightFiles(card: ModelCard, dtype: ModelDtype): ModelFile[] {
  const name = graphPath(dtype);
  return card.files.filter(({ path }) => path === name || path.startsWith(`${name}_data`));
}

/** The files that the engine needs for `dtype`. */
export function engineFiles(card: ModelCard, dtype: ModelDtype): ModelFile[] {
  const settings = card.files.filter(({ path }) => SETTINGS.includes(path));
  return [...settings, ...weightFiles(card, dtype)];
}

/**
 * Fetches `wanted` of a card and compares size and SHA-256 with what the card says.
 * @throws {AppError} `model-load-failed` (missing, a web page), `model-file-altered` (size or hash)
 */
export async function readFiles(
  card: ModelCard,
  wanted: readonly ModelFile[],
  modelsUrl: string,
  onBytes: (loadedBytes: number, totalBytes: number) => void,
  signal?: AbortSignal,
): Promise<ReadFiles> {
  const totalBytes = wanted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let loadedBytes = 0;
  const unchecked: string[] = [];
  const folder = new URL(`${card.id}/`, modelsUrl);

  const read = async (file: ModelFile) => {
    const bytes = await fetchFile(file, new URL(file.path, folder), signal, (count) => {
      loadedBytes += count;
      onBytes(loadedBytes, totalBytes);
    });
    const hash = await sha256(bytes);
    signal?.throwIfAborted();
    if (hash === null) unchecked.push(file.path);
    else if (hash !== file.sha256) throw altered(file, `SHA-256 ${hash}`);
    return [file.path, bytes] as const;
  };
  const files = new Map(await Promise.all(wanted.map(read)));
  const notes = unchecked.map(
    (path) => `${path} could not be checked: this address is not secure.`,
  );
  return { files, notes };
}

async function fetchFile(
  file: ModelFile,
  url: URL,
  signal: AbortSignal | undefined,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { signal: signal ?? null }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw missing(file, String(error));
  });
  if (!response.ok || !response.body) throw missing(file, `status ${response.status}`);
  if (/text\/html/.test(response.headers.get('content-type') ?? '')) {
    throw missing(file, 'the server sent a web page instead');
  }

  const bytes = new Uint8Array(file.sizeBytes);
  let length = 0;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const { value } = part;
      if (length + value.length > bytes.length) throw altered(file, 'too long');
      bytes.set(value, length);
      length += value.length;
      onBytes(value.length);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof AppError ? error : missing(file, String(error));
  } finally {
    reader.cancel().catch(() => {});
  }
  if (length < bytes.length) throw altered(file, `${length} of ${bytes.length} bytes`);
  return bytes;
}

const altered = ({ path }: ModelFile, found: string) =>
  new AppError(
    'model-file-altered',
    `${path}: ${found}`,
    `The file ${path} of the model is not the one that belongs to it, so it is not used. ${PUT_BACK}`,
  );

const missing = ({ path }: ModelFile, why: string) =>
  new AppError(
    'model-load-failed',
    `${path}: ${why}`,
    `The file ${path} of the model could not be read. ${PUT_BACK}`,
  );
