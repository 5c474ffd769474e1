import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one answer. */
export type Fault =
  | { kind: 'cut'; afterBytes: number }
  | { kind: 'slow'; pauseMs: number; partBytes: number }
  | { kind: 'status'; status: number; retryAfter?: string }
  | { kind: 'html' }
  | { kind: 'elsewhere'; url: string }
  /** The next part of a list is said to lie there. */
  | { kind: 'list-elsewhere'; url: string }
  | { kind: 'altered' }
  | { kind: 'longer' }
  | { kind: 'no-range' }
  | { kind: 'wrong-range' }
  | { kind: 'hidden-range' };

export interface Asked {
  method: string;
  path: string;
  range: string | null;
}

type Files = Record<string, Uint8Array>;

export interface HubModel {
  /** Commit → files. */
  revisions: Record<string, Files>;
  /** Which commit `main` is. */
  main: string;
  license?: string;
}

export interface Hub {
  url: string;
  asked: Asked[];
  models: Record<string, HubModel>;
  /** Decides about each answer that carries a file or a list. */
  fault: (asked: Asked, count: number) => Fault | null;
  /** Breaks every open connection, as a lost network does. */
  drop(): void;
  stop(): Promise<void>;
}

/** Large files have a hash in the list and lie on another path, as on the hub. */
const isLarge = (path: string) => /\.onnx|tokenizer\.json$/.test(path);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** What `git hash-object` prints. */
const gitId = (bytes: Uint8Array) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
/** What git itself keeps of a large file. */
const pointer = (bytes: Uint8Array) =>
  Buffer.from(
    `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(bytes)}\nsize ${bytes.length}\n`,
  );
const PAGE = 3;

/** A server with the addresses of huggingface.co: lists in pages, redirects, ranges, CORS, faults. */
export async function startHub(models: Record<string, HubModel>, port = 0): Promise<Hub> {
  const hub: Hub = {
    url: '',
    asked: [],
    models,
    fault: () => null,
    drop() {},
    stop: async () => {},
  };
  const server = createServer((request, response) => answer(hub, request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  hub.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  hub.drop = () => server.closeAllConnections();
  hub.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return hub;
}

function answer(hub: Hub, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', hub.url);
  const path = decodeURIComponent(pathname);
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', 'range');
  response.setHeader('Access-Control-Expose-Headers', 'Content-Range, Link, X-Repo-Commit');
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  const asked = { method: request.method ?? '', path, range: request.headers.range ?? null };
  hub.asked.push(asked);
  const earlier = hub.asked.filter((each) => each.path === path).length - 1;
  const fault = hub.fault(asked, earlier);
  if (fault?.kind === 'status') {
    if (fault.retryAfter) response.setHeader('Retry-After', fault.retryAfter);
    return void response.writeHead(fault.status).end('no');
  }
  if (fault?.kind === 'elsewhere') {
    return void response.writeHead(302, { Location: fault.url + path }).end();
  }
  if (fault?.kind === 'html') {
    return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
  }
  for (const [id, model] of Object.entries(hub.models)) {
    const revisionOf = (name: string) => (name === 'main' ? model.main : name);
    const [, about] = new RegExp(`^/api/models/${id}/revision/(.+)$`).exec(path) ?? [];
    if (about && model.revisions[revisionOf(about)]) {
      return json(response, {
        sha: revisionOf(about),
        cardData: { license: model.license ?? 'apache-2.0' },
      });
    }
    const [, tree] = new RegExp(`^/api/models/${id}/tree/(.+)$`).exec(path) ?? [];
    const listed = tree && model.revisions[revisionOf(tree)];
    if (listed) {
      const origin = fault?.kind === 'list-elsewhere' ? fault.url : '';
      const cursor = Number(searchParams.get('cursor') ?? 0);
      return list(response, origin + pathname, listed, cursor);
    }
    const [, at, name] = new RegExp(`^/${id}/resolve/([^/]+)/(.+)$`).exec(path) ?? [];
    const found = at && name ? model.revisions[revisionOf(at)]?.[name] : undefined;
    if (found && name) {
      if (!isLarge(name)) return send(request, response, found, fault);
      const key = encodeURIComponent(`${id}|${revisionOf(at!)}|${name}`);
      return void response.writeHead(302, { Location: `/cdn/${key}` }).end();
    }
  }
  const [id, revision, name] = /^\/cdn\/(.+)$/.exec(path)?.[1]?.split('|') ?? [];
  const bytes = hub.models[id ?? '']?.revisions[revision ?? '']?.[name ?? ''];
  if (bytes) return send(request, response, bytes, fault);
  response.writeHead(404, { 'Content-Type': 'text/html' }).end('<p>not found</p>');
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function list(response: ServerResponse, pathname: string, files: Files, cursor: number): void {
  const entries = Object.entries(files).map(([path, bytes]) => ({
    type: 'file',
    path,
    size: bytes.length,
    oid: gitId(isLarge(path) ? pointer(bytes) : bytes),
    ...(isLarge(path) ? { lfs: { oid: sha256(bytes), size: bytes.length } } : {}),
  }));
  const next = cursor + PAGE;
  if (next < entries.length) {
    response.setHeader('Link', `<${pathname}?recursive=true&cursor=${next}>; rel="next"`);
  }
  json(response, [{ type: 'directory', path: 'onnx' }, ...entries.slice(cursor, next)]);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  original: Uint8Array,
  fault: Fault | null,
): void {
  const wanted = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const from = wanted === undefined || fault?.kind === 'no-range' ? null : Number(wanted);
  if (from !== null && from >= original.length) return void response.writeHead(416).end();
  let bytes = Buffer.from(original.subarray(from ?? 0));
  if (fault?.kind === 'altered') bytes[bytes.length >> 1]! ^= 1;
  if (fault?.kind === 'longer') bytes = Buffer.concat([bytes, Buffer.from('more')]);
  response.statusCode = from === null ? 200 : 206;
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Length', bytes.length);
  if (from !== null && fault?.kind !== 'hidden-range') {
    const start = fault?.kind === 'wrong-range' ? from + 1 : from;
    response.setHeader('Content-Range', `bytes ${start}-${original.length - 1}/${original.length}`);
  }
  if (fault?.kind === 'cut') {
    response.write(bytes.subarray(0, fault.afterBytes), () => response.destroy());
  } else if (fault?.kind === 'slow') {
    void drip(response, bytes, fault.partBytes, fault.pauseMs);
  } else response.end(bytes);
}

async function drip(response: ServerResponse, bytes: Buffer, part: number, pauseMs: number) {
  for (let at = 0; at < bytes.length && !response.destroyed; at += part) {
    response.write(bytes.subarray(at, at + part));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  response.end();
}
