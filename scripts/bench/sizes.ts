import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Workers are named inside `new URL(…)`: they are not part of the pages. */
const SCRIPT = /(?<!new URL\()["'`](?:\.\/|assets\/)([\w.-]+\.(?:js|css))["'`]/g;

/** Bytes of the built app after gzip (level 9), by what they are for. */
export function measureSizes(dist: string, modelId: string) {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)));
  const unix = (file: string) => file.split(path.sep).join('/');
  const gzipped = (wanted: (file: string) => boolean) =>
    files
      .filter((file) => wanted(unix(file)))
      .map((file) => gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length)
      .reduce((sum, size) => sum + size, 0);

  const built = new Set(files.map(unix));
  const first = mentions(dist, 'index.html', /(?:src|href)="\.\/(assets\/[^"]+)"/g);
  const pages = [...first];
  for (const file of pages) {
    for (const name of mentions(dist, file, SCRIPT).map((next) => `assets/${next}`)) {
      if (built.has(name) && !pages.includes(name)) pages.push(name);
    }
  }
  const { files: precached } = JSON.parse(
    readFileSync(path.join(dist, 'precache.json'), 'utf8'),
  ) as { files: { url: string }[] };
  const kept = new Set(precached.map(({ url }) => url));
  const isPage = (file: string) => file === 'index.html' || pages.includes(file);
  const isModel = (file: string) => file.startsWith(`models/${modelId}/`) && kept.has(file);
  return {
    firstPageGzip: gzipped((file) => file === 'index.html' || first.includes(file)),
    allPagesGzip: gzipped(isPage),
    workersGzip: gzipped((file) => /^assets.*\.js$/.test(file) && !isPage(file)),
    runtimeGzip: gzipped((file) => /ort-.*(mjs|wasm)$/.test(file) && kept.has(file)),
    gpuRuntimeGzip: gzipped((file) => /ort-.*(mjs|wasm)$/.test(file) && !kept.has(file)),
    modelGzip: gzipped(isModel),
    modelBytes: files
      .filter((file) => isModel(unix(file)))
      .reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0),
  };
}

/** Names that a built file mentions: the first group of `mention`. */
function mentions(dist: string, file: string, mention: RegExp): string[] {
  const text = readFileSync(path.join(dist, file), 'utf8');
  return Array.from(text.matchAll(mention), ([, name]) => name ?? '');
}
