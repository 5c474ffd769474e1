/** A static server for one folder, with our headers: for the app (serve.js), for tests and for the bench. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { downloadHeaders, downloadPage, responseHeaders } from './headers.js';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * A server for one folder; the caller makes it listen.
 *
 * @param {string} folder
 * @param {{ base?: string, headers?: Record<string, string> }} [options] `base`: sub-path with a slash at
 *   both ends; `headers`: what every answer carries, `{}` for a host that knows no headers
 */
export function createSite(folder, { base = '/', headers = responseHeaders } = {}) {
  return createServer((request, response) => {
    const isDownload = request.url?.split(/[?#]/)[0] === base + downloadPage;
    const own = isDownload && headers === responseHeaders ? downloadHeaders : {};
    for (const [name, value] of Object.entries({ ...headers, ...own })) {
      response.setHeader(name, value);
    }
    answer(folder, base, request, response).catch(() => {
      if (!response.headersSent) response.statusCode = 500;
      response.end();
    });
  });
}

/**
 * @param {string} folder
 * @param {string} base
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(folder, base, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const file = locate(folder, base, request.url ?? '/');
  const found = file === null ? null : await stat(file).catch(() => null);
  if (file === null || !found?.isFile()) return refuse(response, 404);

  const tag = `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`;
  const hashed = path.relative(folder, file).startsWith(`assets${path.sep}`);
  response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream');
  response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('ETag', tag);
  if (request.headers['if-none-match'] === tag) return response.writeHead(304).end();

  const range = readRange(request.headers.range, found.size);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${found.size}`);
    return refuse(response, 416);
  }
  const { start, end } = range ?? { start: 0, end: found.size - 1 };
  if (range) {
    response.statusCode = 206;
    response.setHeader('Content-Range', `bytes ${start}-${end}/${found.size}`);
  }
  response.setHeader('Content-Length', end - start + 1);
  if (request.method === 'HEAD' || found.size === 0) return response.end();
  createReadStream(file, { start, end })
    .on('error', () => response.destroy())
    .pipe(response);
}

/**
 * The file an address means; `null` when it lies outside the folder.
 *
 * @param {string} folder
 * @param {string} base
 * @param {string} address
 */
export function locate(folder, base, address) {
  let pathname;
  try {
    pathname = decodeURIComponent(address.split(/[?#]/)[0] ?? '');
  } catch {
    return null;
  }
  if (!pathname.startsWith(base) || pathname.includes('\0')) return null;
  const below = pathname.slice(base.length);
  const file = path.resolve(
    folder,
    below === '' || below.endsWith('/') ? `${below}index.html` : below,
  );
  return file.startsWith(path.resolve(folder) + path.sep) ? file : null;
}

/**
 * One byte range, both ends included; `null` for the whole file (also for several ranges, which we do not serve).
 *
 * @param {string | undefined} header
 * @param {number} size bytes
 * @returns {{ start: number, end: number } | 'unsatisfiable' | null}
 */
export function readRange(header, size) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? 'unsatisfiable' : { start, end };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 */
function refuse(response, status) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${status}\n`);
}
