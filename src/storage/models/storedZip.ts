/** A file for a zip; its bytes are read only when the zip is. */
export interface ZipEntry {
  path: string;
  blob: Blob;
}

/** Numbers from here on do not fit into the old fields; Zip64 has wider ones. */
const FULL = 0xffffffff;
const NAMES_ARE_UTF8 = 0x0800;
/** 1 January 2026, midnight, as DOS counts: the same model makes the same pack. */
const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;
/** Versions of the format that a reader must know: 2.0, or 4.5 for Zip64. */
const [PLAIN, ZIP64] = [20, 45];

/**
 * A zip of files as they are, nothing packed smaller, in parts: what we add is bytes, the files
 * stay references. Nothing is held in memory, and sizes above 4 GB are written as Zip64.
 *
 * @param crcOf reads a file once, for its checksum
 * @source PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3
 */
export async function* zipParts(
  entries: Iterable<ZipEntry>,
  crcOf: (blob: Blob) => Promise<number>,
): AsyncGenerator<Uint8Array<ArrayBuffer> | Blob> {
  const listed: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, blob } of entries) {
    const file = {
      name: new TextEncoder().encode(path),
      size: blob.size,
      crc: await crcOf(blob),
      offset,
    };
    const head = localHeader(file);
    yield head;
    yield blob;
    listed.push(centralHeader(file));
    offset += head.length + blob.size;
  }
  yield* listed;
  const listBytes = listed.reduce((sum, { length }) => sum + length, 0);
  yield ending(listed.length, listBytes, offset);
}

interface ZipFile {
  name: Uint8Array;
  size: number;
  crc: number;
  /** Where its header begins in the zip. */
  offset: number;
}

function localHeader({ name, size, crc }: ZipFile): Uint8Array<ArrayBuffer> {
  const wide = size >= FULL ? [size, size] : [];
  const extra = zip64Field(wide);
  return join(
    fields([4, 0x04034b50], ...common(crc, size, wide.length > 0), [2, name.length]),
    fields([2, extra.length]),
    name,
    extra,
  );
}

function centralHeader({ name, size, crc, offset }: ZipFile): Uint8Array<ArrayBuffer> {
  const wide = [...(size >= FULL ? [size, size] : []), ...(offset >= FULL ? [offset] : [])];
  const extra = zip64Field(wide);
  return join(
    fields([4, 0x02014b50], [2, ZIP64], ...common(crc, size, wide.length > 0)),
    // No comment, first disk, no attributes.
    fields([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, cap(offset)]),
    name,
    extra,
  );
}

/** What both headers of a file have in common, from the version to the sizes. */
const common = (crc: number, size: number, isWide: boolean): Field[] => [
  [2, isWide ? ZIP64 : PLAIN],
  [2, NAMES_ARE_UTF8],
  [2, 0], // stored
  [2, 0],
  [2, DATE],
  [4, crc],
  [4, cap(size)],
  [4, cap(size)],
];

/** The end of the list; with wider fields before it where the old ones are too small. */
function ending(count: number, listBytes: number, listAt: number): Uint8Array<ArrayBuffer> {
  const old = fields(
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, Math.min(count, 0xffff)],
    ] satisfies Field[]),
    ...([
      [2, Math.min(count, 0xffff)],
      [4, cap(listBytes)],
      [4, cap(listAt)],
      [2, 0],
    ] satisfies Field[]),
  );
  if (listAt < FULL && listBytes < FULL && count < 0xffff) return old;
  return join(
    fields([4, 0x06064b50], [8, 44], [2, ZIP64], [2, ZIP64], [4, 0], [4, 0]),
    fields([8, count], [8, count], [8, listBytes], [8, listAt]),
    fields([4, 0x07064b50], [4, 0], [8, listAt + listBytes], [4, 1]),
    old,
  );
}

const cap = (value: number) => Math.min(value, FULL);

const zip64Field = (values: readonly number[]) =>
  values.length === 0
    ? new Uint8Array(0)
    : fields([2, 1], [2, values.length * 8], ...values.map((value): Field => [8, value]));

/** Bytes and value of a number, lowest byte first. */
type Field = [width: 2 | 4 | 8, value: number];

function fields(...all: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(all.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of all) {
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
