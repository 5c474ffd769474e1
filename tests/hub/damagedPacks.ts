import { createHash } from 'node:crypto';
import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { seededRandom } from '../../src/domain/random';
import type { StoredModel } from '../../src/storage/models/modelStore';
import { writeManifest } from '../../src/storage/models/packManifest';

type Files = Map<string, Uint8Array<ArrayBuffer>>;

/** A pack that must be refused, and what was done to it. */
export interface DamagedPack {
  name: string;
  pack: File;
}

const GRAPH = 'onnx/model.onnx';
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Fifty ways to spoil a good pack, drawn from a seed. Some lie consistently: their hashes are right. */
export async function damagedPacks(model: StoredModel, good: Files): Promise<DamagedPack[]> {
  const random = seededRandom(50);
  const below = (n: number) => Math.floor(random() * n);
  const names = [...good.keys()];
  const some = () => names[below(names.length)]!;
  const packs: DamagedPack[] = [];
  const whole = new Uint8Array(await (await zipOf(good, manifestOf(model, good))).arrayBuffer());
  for (let turn = 0; turn < 5; turn++) {
    const keep = async (name: string, files: Files, manifest = manifestOf(model, good)) =>
      packs.push({ name: `${name} (${turn})`, pack: await zipOf(files, manifest) });

    const end = 1 + below(whole.length - 1);
    packs.push({
      name: `cut off after ${end} of ${whole.length} bytes`,
      pack: new File([whole.subarray(0, end)], 'pack.zip'),
    });
    const touched = some();
    await keep(
      `a byte of ${touched} altered`,
      edited(good, touched, (bytes) => flip(bytes, below)),
    );
    const moved = some();
    await keep(`${moved} renamed`, renamed(good, moved, moved.replace(/(\.\w+)$/, `-${turn}$1`)));
    const way = ['../evil.json', '/etc/evil', 'C:\\evil', 'onnx/../../evil', '..\\evil'][turn]!;
    await keep(`a path ${way}`, new Map([...good, [way, bytesOf('evil')]]));
    const grown = edited(good, GRAPH, (bytes) => growField(bytes, below));
    await keep('a length in the graph larger than the file', grown, manifestOf(model, grown));
    const other = ['model_fp16', 'model_q4f16', 'model_int8', 'model_quantized', 'model_fp16'][
      turn
    ];
    const wrong = renamed(good, GRAPH, `onnx/${other}.onnx`);
    await keep(`weights called ${other}`, wrong, manifestOf(model, wrong));
    const short = edited(good, GRAPH, (bytes) => bytes.slice(0, 1 + below(bytes.length - 1)));
    await keep('a graph cut off, hashes right', short, manifestOf(model, short));
    const promised = ['q4', 'q4f16', 'fp16', 'int8', 'q8'][turn]!;
    await keep(`a list that promises ${promised}`, good, manifestOf(model, good, [promised]));
    const list = manifestOf(model, good);
    await keep('one letter of the list altered', good, list.replace('apache', `apach${turn}`));
    const text = ['<!doctype html>', '{', '[]', '{"model_type":"bert"}', '""'][turn]!;
    const settings = edited(good, 'config.json', () => bytesOf(text));
    await keep(`config.json is ${text}`, settings, manifestOf(model, settings));
  }
  return packs;
}

/** A zip with its list first. */
export async function zipOf(files: Files, manifest: string | null): Promise<File> {
  const zip = new ZipWriter(new BlobWriter('application/zip'), { level: 0 });
  const all = manifest === null ? files : new Map([['manifest.json', bytesOf(manifest)], ...files]);
  for (const [name, bytes] of all) await zip.add(name, new Uint8ArrayReader(bytes));
  return new File([await zip.close()], 'pack.zip');
}

/** The list that fits these files, hashes and all. */
export function manifestOf(model: StoredModel, files: Files, dtypes: string[] = []): string {
  const listed = [...files].map(([path, bytes]) => ({
    path,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    complete: true,
    receivedBytes: bytes.length,
  }));
  return writeManifest({ ...model, files: listed }, dtypes);
}

const edited = (files: Files, name: string, edit: (bytes: Uint8Array) => Uint8Array<ArrayBuffer>) =>
  new Map([...files].map(([each, bytes]) => [each, each === name ? edit(bytes) : bytes]));

const renamed = (files: Files, name: string, to: string): Files =>
  new Map([...files].map(([each, bytes]) => [each === name ? to : each, bytes]));

function flip(bytes: Uint8Array, below: (n: number) => number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy[below(copy.length)]! ^= 1 << below(8);
  return copy;
}

/** Makes the stated length of the graph field larger: its header then reaches behind the file. */
function growField(bytes: Uint8Array, below: (n: number) => number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  for (let at = 0; at < copy.length;) {
    const tag = copy[at]!;
    let end = at + 1;
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      length += (copy[end]! & 127) * 2 ** shift;
      if (copy[end++]! < 128) break;
    }
    if (tag === (7 << 3) + 2) {
      copy[end - 1] = 127 - below(20);
      return copy;
    }
    at = (tag & 7) === 2 ? end + length : end;
  }
  throw new Error('no graph');
}
