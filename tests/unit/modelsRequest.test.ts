import { describe, expect, test } from 'vitest';
import { readDownloadRequest } from '../../src/download/downloadRequest';
import { policyFor } from '../../src/download/policy';
import { timeText } from '../../src/download/words';
import { isSafeId, isSafePath } from '../../src/storage/models/safePath';

test.each([
  ['#id=a/b', { id: 'a/b', source: { kind: 'hub' }, device: 'wasm', dtype: null }],
  ['#id=a/b&source=hub&device=webgpu&dtype=q4f16', { device: 'webgpu', dtype: 'q4f16' }],
  ['#id=a/b&source=site&dtype=nonsense', { source: { kind: 'site' }, dtype: null }],
  [
    '#id=a/b&source=https://m.example/',
    { source: { kind: 'mirror', origin: 'https://m.example' } },
  ],
  [
    '#id=a/b&source=mirror&origin=http://localhost:5701/hub/',
    { source: { kind: 'mirror', origin: 'http://localhost:5701/hub' } },
  ],
])('the address %s is understood', (hash, request) => {
  expect(readDownloadRequest(hash)).toMatchObject(request);
});

test.each([
  '',
  '#id=../secret',
  '#id=a/b/c',
  '#id=a/b&source=mirror',
  '#id=a/b&source=javascript:alert(1)',
  '#id=a/b&source=https://user:word@m.example',
  '#id=a/b&source=file:///etc/passwd',
  '#id=a/b&source=m.example',
])('the address "%s" is refused', (hash) => {
  expect(() => readDownloadRequest(hash)).toThrowError(
    expect.objectContaining({ code: 'download-failed' }),
  );
});

describe('the policy opens one source', () => {
  test.each([
    [{ kind: 'hub' } as const, 'connect-src https://huggingface.co https://*.hf.co'],
    [{ kind: 'site' } as const, "connect-src 'self'"],
    [
      { kind: 'mirror', origin: 'http://localhost:5701/hub' } as const,
      'connect-src http://localhost:5701',
    ],
  ])('%o', (source, policy) => expect(policyFor(source)).toBe(policy));
});

test.each(['config.json', 'onnx/model_q4.onnx_data_1', '.gitattributes', 'a b (1).json'])(
  'the path %s is sane',
  (path) => expect(isSafePath(path)).toBe(true),
);
test.each([
  '',
  '../x',
  'a/../b',
  '/etc/passwd',
  'C:\\x',
  'a\\b',
  'a//b',
  'a/',
  './a',
  'con',
  'nul.json',
  'a.',
  'a\u0000b',
  'a\u202eb',
  `${'x'.repeat(201)}`,
])('the path "%s" is refused', (path) => expect(isSafePath(path)).toBe(false));
test.each(['', '..', 'a/..', '../a', 'a/b/c', '-a', 'a b'])('the id "%s" is refused', (id) =>
  expect(isSafeId(id)).toBe(false),
);

test.each([
  [null, ''],
  [1, 'a few seconds left'],
  [3, 'about 5 seconds left'],
  [70, 'about 1 minute left'],
  [600, 'about 10 minutes left'],
  [9000, 'about 3 hours left'],
])('%s seconds are "%s"', (seconds, text) => expect(timeText(seconds)).toBe(text));
