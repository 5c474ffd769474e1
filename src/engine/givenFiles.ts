import { AppError } from '../domain/errors';
import type { ModelCard, ModelDtype, ModelFile } from '../domain/types';

/** Files of a model that this browser keeps: handles, read when they are needed. */
export type GivenFiles = ReadonlyMap<string, Blob>;

/**
 * The wanted files, by size as the card says; their hashes were checked when they were stored.
 * @throws {AppError} `model-load-failed` (one is not there), `model-file-altered` (another size)
 */
export function takeFiles(wanted: readonly ModelFile[], given: GivenFiles): Map<string, Blob> {
  const entries = wanted.map(({ path, sizeBytes }): [string, Blob] => {
    const blob = given.get(path);
    if (!blob) throw notHere(path);
    if (blob.size !== sizeBytes) throw altered(path, `${blob.size} of ${sizeBytes} bytes`);
    return [path, blob];
  });
  return new Map(entries);
}

/**
 * Bytes of the largest table of a model, the one of its vocabulary; `null` when the files do not say.
 * A GPU must hold each table in one buffer.
 */
export async function largestTable(
  given: GivenFiles | null,
): Promise<((dtype: ModelDtype) => number) | null> {
  const config = given?.get('config.json');
  if (!config) return null;
  try {
    const value: unknown = JSON.parse(await config.text());
    const read = (name: string) => {
      const nested: unknown = Reflect.get(Object(value), 'text_config');
      return Number(Reflect.get(Object(value), name) ?? Reflect.get(Object(nested), name));
    };
    const numbers = read('vocab_size') * read('hidden_size');
    if (!(numbers > 0)) return null;
    return (dtype) => numbers * (dtype === 'q4f16' || dtype === 'fp16' ? 2 : 4);
  } catch {
    return null; // the library will say what is wrong with it
  }
}

/** @throws {AppError} always: this copy has no weights for the device that is left */
export function noWeights({ id, name }: ModelCard): never {
  throw new AppError(
    'model-load-failed',
    `${id}: no weights for WASM`,
    `This copy of ${name} is made for a graphics processor, and none can be used here. Get the one for the main processor on the page “Models”.`,
  );
}

const AGAIN = 'Delete the model on the page “Models” and get it again.';

const notHere = (path: string) =>
  new AppError(
    'model-load-failed',
    `${path}: not among the stored files`,
    `The file ${path} of the model is missing from this browser. ${AGAIN}`,
  );

const altered = (path: string, found: string) =>
  new AppError(
    'model-file-altered',
    `${path}: ${found}`,
    `The file ${path} of the model is not whole, so it is not used. ${AGAIN}`,
  );
