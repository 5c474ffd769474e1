import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { responseHeaders } from '../../../scripts/headers.js';
import { createSite, locate, readRange } from '../../../scripts/site.js';

const folder = mkdtempSync(path.join(tmpdir(), 'whose-boat-serve-'));
const site = createSite(folder);
let port = 0;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<p>home</p>');
  writeFileSync(path.join(folder, 'assets', 'a-1.mjs'), '0123456789');
  writeFileSync(path.join(folder, 'empty.json'), '');
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  port = (site.address() as AddressInfo).port;
});

afterAll(() => {
  site.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Asks with the path exactly as given; `fetch` would tidy it up first. */
function ask(target: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    request({ port, path: target, ...options }, (response) => {
      let body = '';
      response.on('data', (part) => (body += part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the static server', () => {
  test.each([
    { target: '/', status: 200, type: 'text/html; charset=utf-8', body: '<p>home</p>' },
    { target: '/index.html?x=1', status: 200, type: 'text/html; charset=utf-8' },
    { target: '/assets/a-1.mjs', status: 200, type: 'text/javascript; charset=utf-8' },
    { target: '/empty.json', status: 200, type: 'application/json', body: '' },
    { target: '/missing.json', status: 404, type: 'text/plain; charset=utf-8' },
    { target: '/assets', status: 404, type: 'text/plain; charset=utf-8' },
    { target: '/%E0%A4%A', status: 404, type: 'text/plain; charset=utf-8' },
    { target: '/../../etc/passwd', status: 404, type: 'text/plain; charset=utf-8' },
    { target: '/..%2f..%2fetc%2fpasswd', status: 404, type: 'text/plain; charset=utf-8' },
    { target: '//etc/passwd', status: 404, type: 'text/plain; charset=utf-8' },
  ])('answers $target with $status', async ({ target, status, type, body }) => {
    const answer = await ask(target);
    expect(answer).toMatchObject({ status, headers: { 'content-type': type } });
    if (body !== undefined) expect(answer.body).toBe(body);
  });

  test('every answer carries the headers, a 404 too', async () => {
    const { headers } = await ask('/missing');
    for (const [name, value] of Object.entries(responseHeaders)) {
      expect(headers[name.toLowerCase()]).toBe(value);
    }
  });

  test('files with a hash in their name are kept for ever, the others asked for again', async () => {
    expect((await ask('/assets/a-1.mjs')).headers['cache-control']).toContain('immutable');
    const page = await ask('/');
    expect(page.headers['cache-control']).toBe('no-cache');
    const again = await ask('/', { headers: { 'If-None-Match': String(page.headers.etag) } });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  test.each([
    { range: 'bytes=2-4', status: 206, body: '234', said: 'bytes 2-4/10' },
    { range: 'bytes=7-', status: 206, body: '789', said: 'bytes 7-9/10' },
    { range: 'bytes=-2', status: 206, body: '89', said: 'bytes 8-9/10' },
    { range: 'bytes=10-', status: 416, body: '416\n', said: 'bytes */10' },
    { range: 'bytes=0-1,3-4', status: 200, body: '0123456789', said: undefined },
  ])('range $range gives $status', async ({ range, status, body, said }) => {
    const answer = await ask('/assets/a-1.mjs', { headers: { Range: range } });
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers['content-range']).toBe(said);
  });

  test('HEAD has the length and no body; other methods are refused', async () => {
    const head = await ask('/assets/a-1.mjs', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '10' } });
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
  });
});

test('a sub-path is served below its base only', () => {
  expect(locate('/site', '/app/', '/app/a.js')).toBe('/site/a.js');
  expect(locate('/site', '/app/', '/a.js')).toBeNull();
});

test('a range is read only when it is one', () => {
  expect(readRange(undefined, 10)).toBeNull();
  expect(readRange('bytes=-', 10)).toBeNull();
});
