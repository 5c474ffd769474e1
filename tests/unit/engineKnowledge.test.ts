import { createHash } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ModelCard } from '../../src/domain/types';
import { loadKnowledge } from '../../src/engine/knowledge';
import { fakeCard } from '../fakeEngine';

/** A card for two files, and a server that has what `served` says. */
function shipped(files: Record<string, string>, served: Record<string, string> = files): ModelCard {
  vi.stubGlobal('fetch', async (url: URL) => {
    const text = served[url.pathname.split('/').at(-1) ?? ''];
    return new Response(text ?? 'not here', { status: text === undefined ? 404 : 200 });
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const list = Object.entries(files).map(([path, text]) => ({
    path,
    sizeBytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    role: 'default' as const,
  }));
  return { ...fakeCard, files: list };
}
const folder = 'http://test/sub/models/';
const files = {
  'axes.json': '{"version":1,"axes":[{"id":"length"}]}',
  'topics.json': '[{"id":"sleep"}]',
};

test('lists come bare or named', async () => {
  expect(await loadKnowledge(shipped(files), folder)).toEqual({
    axes: [{ id: 'length' }],
    topics: [{ id: 'sleep' }],
  });
});

test('a model without the two files has no knowledge', async () => {
  expect(await loadKnowledge(fakeCard, folder)).toBeNull();
});

test.each([
  {
    name: 'altered',
    change: { 'axes.json': files['axes.json'].replace('length', 'lengtH') },
    code: 'model-file-altered',
  },
  { name: 'truncated', change: { 'axes.json': '{' }, code: 'model-file-altered' },
  {
    name: 'longer',
    change: { 'topics.json': `${files['topics.json']} ` },
    code: 'model-file-altered',
  },
])('an $name file is refused', async ({ change, code }) => {
  const card = shipped(files, { ...files, ...change });
  await expect(loadKnowledge(card, folder)).rejects.toMatchObject({ code });
});

test('a missing file is said', async () => {
  const card = shipped(files, { 'axes.json': files['axes.json'] });
  await expect(loadKnowledge(card, folder)).rejects.toMatchObject({ code: 'model-load-failed' });
});

test.each([
  ['gauge.json', '{"version":2}', /gauge\.json .* another release/],
  ['reader.json', '{"version":1}', /reader\.json .* another release/],
  ['gauge.json', '[]', /gauge\.json .* another release/],
])('a %s of another release is refused: %s', async (name, text, userMessage) => {
  const card = shipped({ ...files, [name]: text });
  await expect(loadKnowledge(card, folder)).rejects.toMatchObject({
    code: 'model-load-failed',
    userMessage: expect.stringMatching(userMessage) as string,
  });
});
