import {
  BlobReader,
  configure,
  TextWriter,
  ZipReader,
  type Entry,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import type { DroppedFile } from './droppedFiles';
import { refused } from './sideLoadErrors';

/** A file that somebody picked, dropped, or that lies in a zip. */
export interface PickedFile {
  path: string;
  sizeBytes: number;
  text(): Promise<string>;
  /** @throws when the bytes cannot be read or their checksum is wrong */
  stream(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

const MOST_ENTRIES = 5000;
// Our pages forbid workers made of text; packing costs little, as weights are only stored.
configure({ useWebWorkers: false, useCompressionStream: true });

/** What was picked or dropped: a zip alone is opened, anything else is taken as it is. */
export async function readPicked(given: readonly (File | DroppedFile)[]): Promise<PickedFile[]> {
  const files = given.map((each) =>
    each instanceof File ? { path: each.webkitRelativePath || each.name, file: each } : each,
  );
  const [only] = files;
  if (only && files.length === 1 && /\.zip$/i.test(only.file.name)) return readZip(only.file);
  return files.map(({ path, file }) => ({
    path,
    sizeBytes: file.size,
    text: () => file.text(),
    stream: () => file.stream(),
  }));
}

/** The files of a zip, each read only when it is asked for. @throws {AppError} `unreadable-file` */
export async function readZip(zip: File): Promise<PickedFile[]> {
  const reader = new ZipReader(new BlobReader(zip));
  const entries: Entry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.push(entry) > MOST_ENTRIES) throw new Error(`more than ${MOST_ENTRIES} files`);
    }
  } catch (error) {
    const what = /unsafe filename/i.test(String(error))
      ? 'holds a file with a name that is not allowed'
      : 'is not a zip file, or it is damaged or cut off';
    throw refused(zip.name, String(error), what);
  }
  return entries.flatMap((entry) => {
    if (entry.directory) return [];
    if (entry.encrypted) throw refused(entry.filename, 'encrypted', 'is locked with a password');
    if (entry.uncompressedSize > zip.size * 1100) {
      throw refused(entry.filename, `${entry.uncompressedSize} bytes`, 'claims an impossible size');
    }
    return {
      path: entry.filename,
      sizeBytes: entry.uncompressedSize,
      text: () => entry.getData(new TextWriter(), { checkSignature: true }),
      stream: (signal?: AbortSignal) => {
        const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
        const options = { checkSignature: true, ...(signal ? { signal } : {}) };
        return partsOf(readable, entry.getData(writable, options));
      },
    };
  });
}

/** The parts of a stream, then whatever its source has to say about them. */
async function* partsOf(readable: ReadableStream<Uint8Array>, done: Promise<unknown>) {
  done.catch(() => {}); // awaited below
  yield* readable;
  await done;
}
