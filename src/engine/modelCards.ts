import { AppError } from '../domain/errors';
import type { ModelCard, ModelDtype, ModelFile } from '../domain/types';

const DTYPES: readonly ModelDtype[] = ['q4', 'q4f16', 'q8', 'int8', 'fp16', 'fp32'];

/** Absolute address of the folder of all models: beside the page, so sub-paths work. */
export function modelsUrl(): string {
  return new URL('models/', document.baseURI).href;
}

/**
 * Reads `models/<id>/card.json`.
 * @throws {AppError} `model-load-failed` when it is missing or not a card
 */
export async function readModelCard(
  id: string,
  folder: string = modelsUrl(),
  signal?: AbortSignal,
): Promise<ModelCard> {
  let value: unknown;
  try {
    const url = new URL(`${id}/card.json`, folder);
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok) throw new Error(`status ${response.status}`);
    value = await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    throw unusable(id, String(error));
  }
  return checkCard(value, id);
}

/** @throws {AppError} `model-load-failed` naming the first field that is wrong */
export function checkCard(value: unknown, id: string): ModelCard {
  const card = isRecord(value) ? value : {};
  const dtype = isRecord(card.dtype) ? card.dtype : {};
  const files = Array.isArray(card.files) ? card.files : [];
  const rules: [string, boolean][] = [
    ['id', card.id === id],
    ['name', isText(card.name)],
    ['summary', typeof card.summary === 'string'],
    ['promptKind', card.promptKind === 'instruct' || card.promptKind === 'task-tuned'],
    ['parameters', isCount(card.parameters)],
    ['contextTokens', isCount(card.contextTokens)],
    ['prefillChunkTokens', isCount(card.prefillChunkTokens)],
    ['dtype.wasm', DTYPES.includes(dtype.wasm as ModelDtype)],
    ['dtype.webgpu', DTYPES.includes(dtype.webgpu as ModelDtype)],
    ['license', isText(card.license)],
    ['judgeThreshold', typeof card.judgeThreshold === 'number' && card.judgeThreshold >= 0],
    ['files', files.length > 0 && files.every(isFile)],
  ];
  const wrong = rules.find(([, good]) => !good);
  if (wrong) throw unusable(id, `card.json: ${wrong[0]}`);
  return card as unknown as ModelCard; // every field was checked above
}

function isFile(value: unknown): value is ModelFile {
  return (
    isRecord(value) &&
    isText(value.path) &&
    !/(^|\/)\.\.?(\/|$)|^\/|[\\:?#]/.test(value.path) && // stays inside the model's folder
    isCount(value.sizeBytes) &&
    /^[0-9a-f]{64}$/.test(String(value.sha256)) &&
    (value.role === 'default' || value.role === 'on-demand')
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

const unusable = (id: string, message: string) =>
  new AppError(
    'model-load-failed',
    `${id}: ${message}`,
    'The description of the model could not be read. Reload the page; if that does not help, the files on the server are not complete.',
  );
