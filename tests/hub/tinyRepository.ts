import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../fixtures/tiny-model', import.meta.url));

/** The tiny random model as files of a repository, with a README that nobody needs. */
export function tinyFiles(): Record<string, Uint8Array<ArrayBuffer>> {
  const names = readdirSync(folder, { recursive: true }).map(String);
  const wanted = names.filter((name) => /\.(json|onnx)$/.test(name) && name !== 'card.json');
  return {
    'README.md': new TextEncoder().encode('# Tiny'),
    ...Object.fromEntries(
      wanted.map((name) => [
        name.split(path.sep).join('/'),
        new Uint8Array(readFileSync(path.join(folder, name))),
      ]),
    ),
  };
}
