import { AppError } from '../../domain/errors';
import { Malformed } from './blobCursor';
import { ELEMENT, inspectOnnx, type GraphFacts } from './inspectOnnx';
import type { ModelStore } from './modelStore';
import { graphPath } from '../../domain/graphPath';

/**
 * Looks through the graphs of a model that has all its bytes: whole, external data long enough, and
 * the kind of weights that the name promises.
 *
 * @throws {AppError} `unreadable-file` with a sentence
 */
export async function checkGraphs(
  store: Pick<ModelStore, 'get' | 'blob'>,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const model = await store.get(id);
  for (const { path } of model?.files ?? []) {
    if (!path.endsWith('.onnx')) continue;
    const facts = await inspectOnnx(await store.blob(id, path), signal).catch((error: unknown) => {
      throw error instanceof Malformed ? damaged(path, error.message) : error;
    });
    for (const [name, bytes] of facts.externals) {
      const beside = model?.files.find((file) => file.path === `onnx/${name}`);
      if (!beside) throw lacksData(path, name);
      if (beside.sizeBytes < bytes) {
        throw damaged(beside.path, `${beside.sizeBytes} of ${bytes} bytes`);
      }
    }
    const wrong = wrongKind(path, facts);
    if (wrong !== null) throw mislabelled(path, wrong);
  }
}

/** Why the weights cannot be what the name says; `null` when nothing speaks against it. */
function wrongKind(
  path: string,
  { weightTypes, inputTypes, operators }: GraphFacts,
): string | null {
  const halves = weightTypes.has(ELEMENT.float16) || inputTypes.has(ELEMENT.float16);
  const bytes = weightTypes.has(ELEMENT.uint8) || weightTypes.has(ELEMENT.int8);
  switch (path) {
    case graphPath('fp16'):
    case graphPath('q4f16'):
      return halves ? null : 'there are no 16-bit numbers in it';
    case graphPath('int8'):
    case graphPath('q8'):
      return bytes ? null : 'there are no 8-bit numbers in it';
    case graphPath('q4'):
      return inputTypes.has(ELEMENT.float16) ? 'it needs 16-bit numbers' : null;
    case graphPath('fp32'):
      return operators.has('MatMulNBits') ? 'its weights are packed' : null;
    default:
      return null;
  }
}

const damaged = (path: string, message: string) =>
  message.includes('git-lfs')
    ? new AppError(
        'unreadable-file',
        `${path}: ${message}`,
        `The file ${path} is only a note where the weights are, as git leaves it. Fetch the weights themselves (git lfs pull), then load the folder again.`,
      )
    : new AppError(
        'unreadable-file',
        `${path}: ${message}`,
        `The file ${path} is damaged or not complete, so this model is not used. Take it again from where it came.`,
      );

const lacksData = (path: string, name: string) =>
  new AppError(
    'unreadable-file',
    `${path}: no ${name}`,
    `The file ${path} keeps its weights in a second file called ${name.slice(0, 80)}, which is not there. Add that file and load all of them together.`,
  );

const mislabelled = (path: string, why: string) =>
  new AppError(
    'unreadable-file',
    `${path}: ${why}`,
    `The name of ${path} promises other weights than are inside (${why}), so this model is not used. Take it again from where it came.`,
  );
