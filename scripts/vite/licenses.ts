import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** The packages whose code ends up in the built app; LICENSES/README.md lists them for people. */
const SHIPPED = [
  '@huggingface/jinja',
  '@huggingface/tokenizers',
  '@huggingface/transformers',
  '@zip.js/zip.js',
  'esm-env',
  'idb',
  'onnxruntime-common',
  'onnxruntime-web',
  'papaparse',
  'svelte',
];

/** Writes licenses.txt beside the built page: our licence, then that of every package in it. */
export function licenses(): Plugin {
  let root = '';
  return {
    name: 'whose-boat:licenses',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle() {
      const ours = readFileSync(path.join(root, 'LICENSES', 'Apache-2.0.txt'), 'utf8');
      const parts = [`Whose Boat\n\n${ours}`, ...SHIPPED.map((name) => licenseOf(root, name))];
      const source = parts.map((part) => part.trim()).join(`\n\n${'='.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: `${source}\n` });
    },
  };
}

function licenseOf(root: string, name: string): string {
  const folder = path.join(root, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  // ONNX Runtime's packages name their licence without its text.
  const text = name.startsWith('onnxruntime')
    ? path.join(root, 'LICENSES', 'MIT-onnxruntime.txt')
    : path.join(folder, file ?? 'LICENSE');
  return `${name} ${version}\n\n${readFileSync(text, 'utf8')}`;
}
