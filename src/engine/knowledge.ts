import { AppError } from '../domain/errors';
import type { GaugeData } from '../domain/gauge';
import type { Axis, Knowledge, Topic } from '../domain/knowledge';
import type { ReaderData } from '../domain/reader';
import type { ModelCard } from '../domain/types';
import { modelsUrl } from './modelCards';
import { readFiles } from './modelFiles';
import { nextTurn } from './turn';

const FILES = ['axes.json', 'topics.json'];
const GAUGE = 'gauge.json';
const READER = 'reader.json';

/**
 * What a task-tuned model is shipped with; `null` for a model without (instruct models).
 * @throws {AppError} `model-load-failed`, `model-file-altered`
 */
export async function loadKnowledge(
  card: ModelCard,
  folder: string = modelsUrl(),
  signal?: AbortSignal,
): Promise<Knowledge | null> {
  const wanted = card.files.filter(({ path }) => [...FILES, GAUGE, READER].includes(path));
  if (!FILES.every((name) => wanted.some(({ path }) => path === name))) return null;
  const { files } = await readFiles(card, wanted, folder, () => {}, signal);
  const parse = async (path: string): Promise<unknown> => {
    await nextTurn(signal); // megabytes of JSON: the page draws between them
    return JSON.parse(new TextDecoder().decode(files.get(path)));
  };
  const read = async (name: 'axes' | 'topics'): Promise<unknown> => {
    const parsed = await parse(`${name}.json`);
    const list = isRecord(parsed) ? parsed[name] : parsed; // a bare list, or {axes: […]}
    if (!Array.isArray(list)) throw notAList(card.id, name);
    return list;
  };
  // The hash vouches for the content: these are the very files the card was made with.
  return {
    axes: (await read('axes')) as Axis[],
    topics: (await read('topics')) as Topic[],
    ...(files.has(GAUGE) ? { gauge: ofVersion<GaugeData>(await parse(GAUGE), 3, GAUGE) } : {}),
    ...(files.has(READER) ? { reader: ofVersion<ReaderData>(await parse(READER), 2, READER) } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A pack from another release holds tables in another form. */
function ofVersion<T extends { version: number }>(
  data: unknown,
  version: T['version'],
  name: string,
): T {
  if (isRecord(data) && data['version'] === version) return data as T;
  throw new AppError(
    'model-load-failed',
    `${name} is not of version ${version}`,
    `The file ${name} of the model belongs to another release of this app. Remove the model and add it anew, or choose another one.`,
  );
}

const notAList = (id: string, name: string) =>
  new AppError(
    'model-load-failed',
    `${id}/${name}.json holds no list`,
    `The file ${name}.json of the model could not be read. Reload the page; if that does not help, put the original files back on the server.`,
  );
