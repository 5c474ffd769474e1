import { describe, expect, test } from 'vitest';
import {
  catalogue,
  CONTEXT_LIMIT,
  entryBytes,
  findEntry,
  isHubId,
  preferred,
} from '../../src/features/models/catalogue';

describe.each(catalogue.map((entry) => ({ entry, id: entry.id })))('$id', ({ entry }) => {
  test('has an id of the hub and words for a person', () => {
    expect(isHubId(entry.id)).toBe(true);
    expect(entry.summary).toMatch(/\.$/);
  });
  test('states the bytes of the weights each device gets, with their source', () => {
    const wanted = [entry.dtype.webgpu, ...(entry.dtype.wasm ? [entry.dtype.wasm] : [])];
    for (const dtype of wanted) expect(entryBytes(entry, dtype)).toBeGreaterThan(50e6);
    for (const { bytes, source } of entry.weights) {
      expect(source).not.toBe('');
      const perParameter = bytes / entry.parameters;
      expect(perParameter).toBeGreaterThan(0.4);
      expect(perParameter).toBeLessThan(2);
    }
  });
  test('takes bytes, not 4-bit numbers, on a processor', () => {
    expect(['int8', 'q8', null]).toContain(entry.dtype.wasm);
  });
  test('names a licence with an address, and says what it restricts', () => {
    expect(entry.license.url).toMatch(/^https:\/\//);
    if (entry.license.name !== 'Apache-2.0') expect(entry.license.notice).toMatch(/\.$/);
  });
  test('says how it is asked, and holds at least what we use', () => {
    expect(entry.promptKind).toBe('instruct');
    expect(entry.contextTokens).toBeGreaterThanOrEqual(CONTEXT_LIMIT);
  });
});

test('every family of the issue is there, once', () => {
  const ids = catalogue.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const family of [
    /SmolLM2-135M/,
    /SmolLM2-360M/,
    /Qwen2\.5-0\.5B/,
    /Qwen3-0\.6B/,
    /Qwen3-1\.7B/,
    /SmolLM3-3B/,
    /Llama-3\.2-1B/,
    /LFM2\.5/,
    /gemma-3/,
  ]) {
    expect(ids.some((id) => family.test(id))).toBe(true);
  }
});

test('the proposals are in the list', () => {
  expect(findEntry(preferred.webgpu)?.name).toBe('Qwen3 0.6B');
  expect(findEntry(preferred.wasm)?.dtype.wasm).not.toBeNull();
  expect(findEntry('nobody/nothing')).toBeNull();
});

test.each([
  { id: 'onnx-community/Qwen3-0.6B-ONNX', good: true },
  { id: 'Qwen3', good: false },
  { id: 'a/b/c', good: false },
  { id: '../x', good: false },
  { id: 'a/..', good: false },
  { id: 'a b/c', good: false },
  { id: 'https://x/y', good: false },
])('"$id" is an id of the hub: $good', ({ id, good }) => expect(isHubId(id)).toBe(good));
