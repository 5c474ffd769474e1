import { describe, expect, test } from 'vitest';
import type { ChatMessage, ModelCard } from '../../src/domain/types';
import { fitPrompt } from '../../src/engine/budget';
import { largestTable, takeFiles } from '../../src/engine/givenFiles';
import type { GpuFacts } from '../../src/engine/gpu';
import { memoryRefusal } from '../../src/engine/memoryGuard';
import { gpuDtypes, ladder, wasmDtype } from '../../src/engine/placement';
import { endsInThought, ThinkFilter } from '../../src/engine/thinkFilter';
import type { Vocabulary } from '../../src/engine/vocabulary';
import { fakeCard } from '../fakeEngine';

const gpu: GpuFacts = { fallback: false, f16: true, maxBufferBytes: 1e9 };
const NAMES = {
  q4f16: '_q4f16',
  q4: '_q4',
  int8: '_int8',
  q8: '_quantized',
  fp32: '',
  fp16: '_fp16',
};
type Weights = Partial<Record<keyof typeof NAMES, number>>;

/** A card with weights of the given sizes. */
function card(weights: Weights, dtype: ModelCard['dtype'] = { wasm: 'int8', webgpu: 'q4f16' }) {
  const files = Object.entries(weights).map(([name, sizeBytes]) => ({
    path: `onnx/model${NAMES[name as keyof typeof NAMES]}.onnx`,
    sizeBytes,
    sha256: 'a'.repeat(64),
    role: 'default' as const,
  }));
  return { ...fakeCard, name: 'Boat 1B', parameters: 6e8, dtype, files } satisfies ModelCard;
}
const steps = (...args: Parameters<typeof ladder>) =>
  ladder(...args).map(({ device, dtype }) => `${device} ${dtype}`);

describe('the steps down', () => {
  const all = card({ q4f16: 5e8, q4: 6e8, int8: 6e8 });
  test.each<{ name: string; args: Parameters<typeof ladder>; result: string[] }>([
    {
      name: 'from 16 bits to 4 to WASM',
      args: [all, 'auto', gpu],
      result: ['webgpu q4f16', 'webgpu q4', 'wasm int8'],
    },
    {
      name: 'go on where the last worker failed',
      args: [all, 'auto', gpu, 1],
      result: ['webgpu q4', 'wasm int8'],
    },
    { name: 'end on WASM', args: [all, 'auto', gpu, 2], result: ['wasm int8'] },
    {
      name: 'leave out 16 bits where the shaders lack them',
      args: [all, 'auto', { ...gpu, f16: false }],
      result: ['webgpu q4', 'wasm int8'],
    },
    {
      name: 'go by the largest table, not by the file',
      args: [all, 'auto', { ...gpu, maxBufferBytes: 4e8 }, 0, () => 3e8],
      result: ['webgpu q4f16', 'webgpu q4', 'wasm int8'],
    },
    {
      name: 'skip weights whose table is too large',
      args: [all, 'auto', { ...gpu, maxBufferBytes: 4e8 }, 0, (d) => (d === 'q4' ? 6e8 : 3e8)],
      result: ['webgpu q4f16', 'wasm int8'],
    },
    {
      name: 'have no floor when only GPU weights were got',
      args: [card({ q4f16: 5e8 }, { wasm: 'q4f16', webgpu: 'q4f16' }), 'auto', null],
      result: [],
    },
  ])('$name', ({ args, result }) => expect(steps(...args)).toEqual(result));

  test('say why', () => {
    expect(ladder(all, 'auto', { ...gpu, f16: false })[0]?.note).toMatch(/16-bit/);
    expect(ladder(card({ q4: 6e8 }), 'wasm', null)[0]?.note).toMatch(/five times/);
  });
});

test.each<{ name: string; weights: Weights; dtype?: ModelCard['dtype']; result: string }>([
  { name: 'what the card says', weights: { int8: 1, q4: 1 }, result: 'int8' },
  { name: 'the other 8-bit name', weights: { q8: 1, q4: 1 }, result: 'q8' },
  {
    name: 'bytes rather than 4 bits',
    weights: { int8: 1, q4: 1 },
    dtype: { wasm: 'q4', webgpu: 'q4' },
    result: 'int8',
  },
  { name: '4 bits where there is nothing else', weights: { q4: 1 }, result: 'q4' },
])('WASM gets $name', ({ weights, dtype, result }) => {
  expect(wasmDtype(card(weights, dtype))).toBe(result);
});

test('a model without a 4-bit twin has one try on the GPU', () => {
  expect(gpuDtypes(card({ q4f16: 1 }))).toEqual(['q4f16']);
  expect(gpuDtypes(card({ q4: 1 }))).toEqual(['q4']);
  expect(gpuDtypes(card({}))).toEqual(['q4f16']);
});

test.each([
  { name: 'a small one', bytes: 2e8, device: 'wasm', memory: 8, refused: false },
  { name: 'one beyond WASM', bytes: 1.5e9, device: 'wasm', memory: null, refused: true },
  { name: 'the same on a GPU', bytes: 1.5e9, device: 'webgpu', memory: 8, refused: false },
  { name: 'one beyond a small machine', bytes: 9e8, device: 'wasm', memory: 2, refused: true },
] as const)('memory: $name', ({ bytes, device, memory, refused }) => {
  const refusal = memoryRefusal(card({ int8: bytes }), { device, dtype: 'int8' }, memory);
  expect(refusal?.code ?? null).toBe(refused ? 'out-of-memory' : null);
  if (refusal) {
    expect(refusal.userMessage).toMatch(/Boat 1B needs about \d.* (MB|GB) .*smaller model/);
  }
});

describe('thoughts', () => {
  const cases = [
    { name: 'none', text: 'Hello <b> there', out: 'Hello <b> there' },
    { name: 'an empty block', text: '<think>\n\n</think>\n\nYes.', out: 'Yes.' },
    { name: 'a whole block', text: 'A <think>hm\nhm</think> B', out: 'A B' },
    { name: 'two blocks', text: '<think>a</think>B<think>c</think> D', out: 'BD' },
    { name: 'a block that never ends', text: 'A<think>on and on', out: 'A' },
    { name: 'a lone end', text: 'hm</think>\nYes.', out: 'hmYes.' },
    { name: 'a tag cut short at the end', text: 'A <thi', out: 'A <thi' },
    { name: 'a tag in a tag', text: '<think><think>x</think>Y', out: 'Y' },
    { name: 'an open prompt', text: 'hm, so</think>\n\nYes.', out: 'Yes.', inside: true },
    { name: 'an open prompt that never ends', text: 'hm, so', out: '', inside: true },
  ];
  test.each(cases)('$name, in pieces of any size', ({ text, out, inside }) => {
    for (const size of [1, 2, 3, 7, 100]) {
      const filter = new ThinkFilter(inside);
      let result = '';
      for (let at = 0; at < text.length; at += size)
        result += filter.push(text.slice(at, at + size));
      expect(result + filter.end()).toBe(out);
    }
  });
  test('a prompt is known to end in one', () => {
    expect(endsInThought('<|im_start|>assistant\n<think>\n')).toBe(true);
    expect(endsInThought('<|im_start|>assistant\n<think>\n\n</think>\n\n')).toBe(false);
    expect(endsInThought('assistant\n')).toBe(false);
  });
});

describe('a chat that is too long', () => {
  const words: Vocabulary = {
    encode: (text) => text.split(/\s+/).map((_, index) => index),
    decode: () => '',
    controls: new Map(),
    controlTexts: new Map(),
    ends: new Set(),
    renderChat: (messages) => messages.map(({ content }) => content).join(' '),
  };
  const say = (role: ChatMessage['role'], count: number): ChatMessage => ({
    role,
    content: Array.from({ length: count }, () => 'w').join(' '),
  });
  const chat = [
    say('system', 5),
    say('user', 10),
    say('assistant', 10),
    say('user', 10),
    say('assistant', 10),
    say('user', 5),
  ];
  test.each([
    { room: 100, tokens: 50, dropped: 0 },
    { room: 49, tokens: 30, dropped: 1 },
    { room: 20, tokens: 10, dropped: 2 },
    { room: 3, tokens: 10, dropped: 2 },
  ])('into $room tokens: $dropped turns are left out', ({ room, tokens, dropped }) => {
    const fitted = fitPrompt({ kind: 'chat', messages: chat }, words, room);
    expect(fitted.ids).toHaveLength(tokens);
    expect(fitted.droppedTurns).toBe(dropped);
  });
  test('parts stay as they are', () => {
    const parts = [{ kind: 'template', text: 'a b c d' }] as const;
    expect(fitPrompt({ kind: 'parts', parts }, words, 2).ids).toHaveLength(4);
  });
});

test('given files are taken by size, or refused with a sentence', () => {
  const [file] = card({ int8: 3 }).files;
  const path = file!.path;
  expect([...takeFiles([file!], new Map([[path, new Blob(['abc'])]])).keys()]).toEqual([path]);
  expect(() => takeFiles([file!], new Map())).toThrow(/not among/);
  expect(() => takeFiles([file!], new Map([[path, new Blob(['ab'])]]))).toThrow(/2 of 3/);
});

test('the largest table is read from the settings, also of nested ones', async () => {
  const read = async (config: unknown) =>
    (await largestTable(new Map([['config.json', new Blob([JSON.stringify(config)])]])))?.('q4f16');
  expect(await read({ vocab_size: 100, hidden_size: 8 })).toBe(1600);
  expect(await read({ text_config: { vocab_size: 10, hidden_size: 8 } })).toBe(160);
  expect(await read({})).toBeUndefined();
  expect(await largestTable(null)).toBeNull();
});
