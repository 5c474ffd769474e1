import { readModelConfig, type ModelConfig } from './modelConfig';
import { MANIFEST, readCardHashes, readManifest, type PackManifest } from './packManifest';
import type { PickedFile } from './pickedFiles';
import { checkTokenizer, MOST_SETTINGS_BYTES, textOf } from './pickedTexts';
import { dtypesIn, isSettings, planFiles, weightFiles, type RepoFile } from './plan';
import { isSafeId, isSafePath } from './safePath';
import { refused } from './sideLoadErrors';

/** Picked files that make up a model, looked through but not read. */
export interface ModelFolder {
  id: string;
  config: ModelConfig;
  manifest: PackManifest | null;
  files: (RepoFile & { picked: PickedFile })[];
}

/**
 * Finds the model in what was picked: names, sizes, settings, hashes that came along.
 * @param name what it is called where no list and no folder says it
 * @throws {AppError} `unreadable-file`, `model-load-failed`
 */
export async function readModelFolder(
  picked: readonly PickedFile[],
  name = 'model',
): Promise<ModelFolder> {
  const escaping = picked.find(({ path }) => leavesFolder(path));
  if (escaping) throw refused(escaping.path, 'leaves its folder', 'has a name that is not allowed');
  const inside = belowTheModel(picked.filter(({ path }) => isSafePath(path)));
  const twice = inside.find(({ path }, at) =>
    inside.some((other, place) => place < at && other.path.toLowerCase() === path.toLowerCase()),
  );
  if (twice) throw refused(twice.path, 'twice', 'is there twice');

  const weights = new Set(dtypesIn(inside, 'wasm').flatMap((dtype) => weightFiles(inside, dtype)));
  const kept = inside.filter((file) => isSettings(file.path) || weights.has(file));
  for (const { path, sizeBytes } of kept) {
    if (isSettings(path) && sizeBytes > MOST_SETTINGS_BYTES) {
      throw refused(path, `${sizeBytes} bytes`, 'is far too large for what it should be');
    }
    if (sizeBytes === 0) throw refused(path, 'empty', 'is empty');
  }
  planFiles(
    kept.map((file) => ({ ...file, sha256: null })),
    'wasm',
    null,
  );
  const config = readModelConfig(await textOf(kept, 'config.json'));
  await checkTokenizer(kept);
  for (const dtype of dtypesIn(kept, 'wasm')) {
    const [graph, ...data] = weightFiles(kept, dtype);
    if (graph && data.length < config.externalFiles(dtype)) {
      throw refused(
        graph.path,
        'external data',
        'needs a second file with weights, which is missing',
      );
    }
  }

  const manifest = await manifestOf(inside, kept);
  const card = inside.some(({ path }) => path === 'card.json')
    ? readCardHashes(await textOf(inside, 'card.json'))
    : null;
  const stated = manifest?.files ?? card?.files ?? [];
  return {
    id: idOf(manifest?.id ?? card?.id ?? folderName(picked) ?? name),
    config,
    manifest,
    files: kept.map((file) => ({
      path: file.path,
      sizeBytes: file.sizeBytes,
      sha256: stated.find(({ path }) => path === file.path)?.sha256 ?? null,
      picked: file,
    })),
  };
}

/** Out of its folder, absolute, or a name of another system. */
const leavesFolder = (path: string) =>
  /(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\\|[\u0000-\u001f]/.test(path);

/** Paths counted from the folder of config.json; single graphs go where the hub has them. */
function belowTheModel(files: readonly PickedFile[]): PickedFile[] {
  const configs = files.filter(({ path }) => /(^|\/)config\.json$/.test(path));
  const top = configs.sort((x, y) => x.path.length - y.path.length)[0]?.path ?? 'config.json';
  const folder = top.slice(0, -'config.json'.length);
  return files
    .filter(({ path }) => path.startsWith(folder))
    .map((file) => {
      const path = file.path.slice(folder.length);
      return { ...file, path: /^model[^/]*\.onnx(_data\w*)?$/.test(path) ? `onnx/${path}` : path };
    });
}

async function manifestOf(
  inside: readonly PickedFile[],
  kept: readonly PickedFile[],
): Promise<PackManifest | null> {
  if (!inside.some(({ path }) => path === MANIFEST)) return null;
  const text = await textOf(inside, MANIFEST);
  let manifest: PackManifest | null;
  try {
    manifest = readManifest(text);
  } catch (error) {
    throw refused(MANIFEST, String(error), 'of this pack is damaged or was changed');
  }
  if (!manifest) return null;
  const odd =
    manifest.files.find(
      ({ path, sizeBytes }) =>
        !kept.some((file) => file.path === path && file.sizeBytes === sizeBytes),
    ) ?? kept.find(({ path }) => !manifest.files.some((file) => file.path === path));
  if (odd) throw refused(odd.path, 'not as listed', 'is not as the pack’s own list says');
  const there: string[] = dtypesIn(kept, 'wasm');
  const wrong = manifest.dtypes.find((dtype) => !there.includes(dtype));
  if (wrong !== undefined) {
    throw refused(MANIFEST, `dtype ${wrong}`, `promises weights (${wrong}) that are not there`);
  }
  return manifest;
}

/** The uppermost folder around config.json. */
const folderName = (picked: readonly PickedFile[]) =>
  picked.find(({ path }) => /\/config\.json$/.test(path))?.path.split('/')[0];

function idOf(name: string): string {
  if (isSafeId(name)) return name;
  const id = name
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[.-]+$/g, '')
    .slice(0, 60);
  return isSafeId(id) ? id : 'model';
}
