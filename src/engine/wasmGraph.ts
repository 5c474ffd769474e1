import { editGraph } from './graph/editGraph';
import { fewerNodes } from './graph/fewerNodes';
import { freshStates } from './graph/freshStates';
import { lastRows } from './graph/lastRows';
import { plainAttention } from './graph/plainAttention';
import { fieldsOf, type Field } from './graph/wire';

/** A file in memory, or a handle of a stored one: that is read when the library asks for it. */
export type FileContent = Blob | Uint8Array<ArrayBuffer>;

/** The files of a model with graphs as WASM runs them best. Weights are not copied. */
export async function forWasm(
  files: ReadonlyMap<string, FileContent>,
): Promise<Map<string, FileContent | Uint8Array[]>> {
  const ready = new Map<string, FileContent | Uint8Array[]>(files);
  for (const [path, content] of files) {
    if (path.endsWith('.onnx')) ready.set(path, await changed(content));
  }
  return ready;
}

async function changed(content: FileContent): Promise<FileContent | Uint8Array[]> {
  const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
  const parts = changedParts(bytes);
  if (!parts) return content;
  if (!(content instanceof Blob)) return parts;
  // The stored file again, by places in it: what was read here is not held.
  return new Blob(
    parts.map((part) =>
      part.buffer === bytes.buffer
        ? content.slice(part.byteOffset, part.byteOffset + part.byteLength)
        : new Uint8Array(part),
    ),
  );
}

/** `null` where all stays as it is; what cannot be read is left to ONNX Runtime to refuse. */
export function changedParts(model: Uint8Array): Uint8Array[] | null {
  try {
    const parts = editGraph(model, bestOnWasm);
    return parts && neighboursJoined(parts);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** In this order: each sees what those before it wrote. */
const CHANGES = [plainAttention, fewerNodes, lastRows, freshStates];

function bestOnWasm(fields: readonly Field[]): Uint8Array[] | null {
  let now: Uint8Array[] | null = null;
  for (const change of CHANGES) now = change(now ? fieldsIn(now) : fields) ?? now;
  return now;
}

const fieldsIn = (parts: readonly Uint8Array[]) => parts.flatMap((part) => [...fieldsOf(part)]);

/** Views that follow each other in one buffer become one: a graph has thousands of fields. */
function neighboursJoined(parts: readonly Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.buffer === part.buffer && last.byteOffset + last.byteLength === part.byteOffset) {
      joined[joined.length - 1] = new Uint8Array(
        last.buffer,
        last.byteOffset,
        last.byteLength + part.byteLength,
      );
    } else {
      joined.push(part);
    }
  }
  return joined;
}

/** Bytes of a file. */
export function sizeOf(content: FileContent | Uint8Array[]): number {
  if (Array.isArray(content)) return content.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return content instanceof Blob ? content.size : content.byteLength;
}

/** A file as the library fetches it. */
export function respondWith(content: FileContent | Uint8Array[]): Response {
  const length = sizeOf(content);
  const body = Array.isArray(content) ? streamOf(content) : content;
  return new Response(body, { headers: { 'content-length': String(length) } });
}

function streamOf(parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const left = parts.values();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = left.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
