import { describe, expect, test } from 'vitest';
import { offerNotes } from '../../src/download/offerNotes';
import { planFiles, type RepoFile } from '../../src/storage/models/plan';

const MB = 1e6;
const sentences = (
  offer: Parameters<typeof offerNotes>[0],
  request: Parameters<typeof offerNotes>[1],
  freeBytes: number | null = null,
  memoryGb: number | null = null,
) => offerNotes(offer, request, offer.totalBytes, freeBytes, memoryGb);

describe('before a download the page says how it suits this machine', () => {
  test('what memory it takes, on which device', () => {
    const wasm = sentences(
      { dtype: 'int8', totalBytes: 100 * MB },
      { device: 'wasm', dtype: null },
    );
    expect(wasm).toEqual([
      { warns: false, sentence: expect.stringMatching(/^On the processor .* 230\.0 MB of memory/) },
    ]);
    const gpu = sentences(
      { dtype: 'q4', totalBytes: 100 * MB },
      { device: 'webgpu', dtype: 'q4' },
      200 * MB,
      8,
    );
    expect(gpu).toEqual([
      { warns: false, sentence: expect.stringMatching(/^On the graphics card .* 160\.0 MB/) },
    ]);
  });

  test.each([
    {
      name: 'too large for a processor, whatever the machine has',
      notes: sentences({ dtype: 'int8', totalBytes: 4000 * MB }, { device: 'wasm', dtype: null }),
      says: /^Too big to start here: on the processor.* 9\.20 GB .* about 2\.99 GB/,
    },
    {
      name: 'too large for the memory of the machine',
      notes: sentences(
        { dtype: 'q4f16', totalBytes: 2000 * MB },
        { device: 'webgpu', dtype: null },
        null,
        4,
      ),
      says: /^Too big to start here: on the graphics card.*2\.40 GB/,
    },
    {
      name: 'too large for the room',
      notes: sentences(
        { dtype: 'int8', totalBytes: 100 * MB },
        { device: 'wasm', dtype: null },
        99 * MB,
      ),
      says: /not be enough room/,
    },
    {
      name: 'other weights than were meant',
      notes: sentences({ dtype: 'q4', totalBytes: MB }, { device: 'wasm', dtype: 'int8' }),
      says: /^There are no int8 weights.*would be q4, the best for the processor/,
    },
    {
      name: 'weights that no processor runs',
      notes: sentences({ dtype: 'q4f16', totalBytes: MB }, { device: 'wasm', dtype: null }),
      says: /^There are only weights with 16-bit numbers/,
    },
  ])('a warning: $name', ({ notes, says }) => {
    const warnings = notes.filter(({ warns }) => warns).map(({ sentence }) => sentence);
    expect(warnings).toEqual([expect.stringMatching(says)]);
  });
});

test('weights that are not there: refused, or the best of the others where that is asked for', () => {
  const files = ['config.json', 'tokenizer.json', 'onnx/model_q4.onnx', 'onnx/model.onnx'].map(
    (path): RepoFile => ({ path, sizeBytes: 1, sha256: null }),
  );
  expect(() => planFiles(files, 'wasm', 'int8')).toThrow('no int8 among q4, fp32');
  expect(planFiles(files, 'wasm', 'int8', true).dtype).toBe('q4');
  expect(planFiles(files, 'wasm', 'fp32', true).dtype).toBe('fp32');
  expect(planFiles(files, 'wasm', null).dtype).toBe('q4');
  const none = files.filter(({ path }) => !path.endsWith('.onnx'));
  expect(() => planFiles(none, 'wasm', 'int8', true)).toThrow('among nothing');
});
