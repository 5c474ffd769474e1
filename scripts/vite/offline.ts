import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import {
  downloadHeaders,
  downloadMetaPolicy,
  downloadPage,
  metaPolicy,
  responseHeaders,
} from '../headers.js';
import { listModelFiles } from './models.ts';

/** One file that the service worker keeps, with the start of its SHA-256. */
export interface PrecachedFile {
  url: string;
  sizeBytes: number;
  sha256: string;
}

/** Not kept at install. The runtime for a GPU (27 MB) is kept when it is first used: the embedded model needs none. */
const UNKEPT = /\.map$|^sw\.js$|^precache\.json$|^assets\/ort-.*asyncify/;

/** Puts the Content Security Policy into the built page, for hosts that send no headers. */
export function metaPolicyTag(): Plugin {
  return {
    name: 'whose-boat:meta-policy',
    apply: 'build',
    transformIndexHtml: (_html, { path: page }) => [
      {
        tag: 'meta',
        attrs: {
          'http-equiv': 'Content-Security-Policy',
          content: page.endsWith(downloadPage) ? downloadMetaPolicy : metaPolicy,
        },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * Writes precache.json (what works offline: page, workers, runtime, default model files)
 * and puts the build's version and the headers into sw.js. A changed file makes a new version.
 */
export function precache(): Plugin {
  let root = '';
  let outDir = '';
  let withPublic = true;
  let skip = false;
  return {
    name: 'whose-boat:precache',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      root = config.root;
      outDir = path.resolve(config.root, config.build.outDir);
      withPublic = config.publicDir !== '';
    },
    buildEnd(error) {
      // A build without public/ (the harness) has no service worker to fill in.
      skip = error !== undefined || !withPublic;
    },
    closeBundle() {
      if (skip) return;
      const onDemand = new Set(
        listModelFiles(root)
          .filter(({ byDefault }) => !byDefault)
          .map(({ url }) => url),
      );
      const files = listFiles(outDir)
        .filter((url) => !UNKEPT.test(url) && !onDemand.has(url))
        .map((url) => describeFile(outDir, url));
      const swFile = path.join(outDir, 'sw.js');
      const source = readFileSync(swFile, 'utf8');
      const version = digest(
        JSON.stringify([files, responseHeaders, downloadHeaders, source]),
      ).slice(0, 12);
      writeFileSync(path.join(outDir, 'precache.json'), JSON.stringify({ version, files }));
      writeFileSync(
        swFile,
        source
          .replace("'__VERSION__'", JSON.stringify(version))
          .replace("'__HEADERS__'", JSON.stringify(responseHeaders))
          .replace("'__DOWNLOAD_HEADERS__'", JSON.stringify(downloadHeaders)),
      );
    },
  };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
}

function describeFile(folder: string, url: string): PrecachedFile {
  const bytes = readFileSync(path.join(folder, url));
  return { url, sizeBytes: bytes.length, sha256: digest(bytes).slice(0, 32) };
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
