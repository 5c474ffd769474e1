import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { connectEngine } from '../../src/engine/connectEngine';
import type { Engine, LoadedModel, LoadPhase } from '../../src/engine/engine';
import { loadKnowledge } from '../../src/engine/knowledge';
import { readModelCard } from '../../src/engine/modelCards';
import { judgedProbability } from '../../src/tasks/judging/judgement';
import { judgePersona } from '../../src/tasks/judging/judgePersona';
import type { Model } from '../../src/tasks/model';
import { anotherTry, inferOptions, tailorOptions } from '../../src/tasks/options';
import { inferPersona } from '../../src/tasks/persona-inference/inferPersona';
import { besideQuestion } from '../../src/tasks/persona-tailoring/methods/besideQuestion';
import { drain } from '../../src/tasks/streams';

const modelsUrl = new URL('/models/', location.origin).href;
const phases = new Set<LoadPhase>();
let loaded: LoadedModel;
let model: Model;

beforeAll(async () => {
  const card = await readModelCard('dinghy', modelsUrl);
  const engine = startEngine();
  const knowledge = await loadKnowledge(card, modelsUrl);
  loaded = await engine.load(card, { onProgress: ({ phase }) => phases.add(phase) });
  model = { engine, card, knowledge };
});

function startEngine(): Engine {
  return connectEngine(
    () => new Worker(new URL('../browser/engineWorker.ts', import.meta.url), { type: 'module' }),
    { modelsUrl },
  );
}

const pair = {
  prompt: 'How do I sleep better?',
  chosen: '1. Go to bed at ten.\n2. Keep the room dark.\n3. Put the phone away.',
  rejected:
    'Sleep can feel like a shy cat. My sister lay awake for weeks, and then she began to go to bed ' +
    'at the same hour every evening, with the window open a little, and left her phone in the kitchen. ' +
    'After a while it became easier, and I am sure it will for you too, so be kind to yourself.',
};

const task = {
  prompt: 'How do I sleep better?',
  persona: 'The user is busy and prefers short answers without lists.',
  poles: null,
  ownNotes: null,
  examples: [],
  options: tailorOptions,
};

test('loads by its card, in visible phases, on WASM', () => {
  expect([...phases]).toEqual(['read', 'compile', 'warm-up']);
  expect(loaded).toMatchObject({ device: 'wasm', card: { id: 'dinghy' } });
});

test('its default download is at most 12 MB', () => {
  const bytes = model.card.files
    .filter(({ role }) => role === 'default')
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  expect(bytes).toBeLessThanOrEqual(12_000_000);
});

test('an altered file is refused with a sentence', async () => {
  const files = model.card.files.map((file) =>
    file.path.endsWith('.onnx') ? { ...file, sha256: '0'.repeat(64) } : file,
  );
  const engine = startEngine();
  onTestFinished(() => engine.unload());
  await expect(engine.load({ ...model.card, files })).rejects.toMatchObject({
    code: 'model-file-altered',
    userMessage: expect.stringContaining('is not used'),
  });
});

test('both sides of a clear pair get a persona, and not the same one', async () => {
  const [mine, other] = await Promise.all(
    (['chosen', 'rejected'] as const).map((side) =>
      drain(inferPersona(model, pair, side, inferOptions)),
    ),
  );
  expect(mine!.result.text).toMatch(/^The user .+\.$/);
  expect(other!.result.text).toMatch(/^The user .+\.$/);
  expect(mine!.result.poles.filter((pole) => other!.result.poles.includes(pole))).toEqual([]);
});

test('the judge is symmetric to 1e-6', async () => {
  const personas = [
    'The user is in a hurry and prefers short answers.',
    'The user likes stories and prefers warm answers.',
    'zzz qqq',
  ];
  for (const persona of personas) {
    const { prompt, chosen, rejected } = pair;
    const there = await judgePersona(model, { persona, prompt, expected: chosen, other: rejected });
    const back = await judgePersona(model, { persona, prompt, expected: rejected, other: chosen });
    expect(there.symmetric).toBe(true);
    expect(Math.abs(judgedProbability(there) + judgedProbability(back) - 1)).toBeLessThan(1e-6);
  }
});

test('the same seed gives the same answer, greedy or not', async () => {
  for (const options of [tailorOptions, anotherTry(tailorOptions, 7)]) {
    const one = await drain(besideQuestion.respond(model, { ...task, options }));
    const two = await drain(besideQuestion.respond(model, { ...task, options }));
    expect(one.text).not.toBe('');
    expect(two.text).toBe(one.text);
  }
});

test('after Stop nothing more appears, and the next question is answered', async () => {
  const whole = await drain(besideQuestion.respond(model, task));
  const controller = new AbortController();
  const stream = besideQuestion.respond(model, task, controller.signal);
  const first = await stream.next();
  controller.abort();
  await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' });
  expect(whole.text.startsWith(String(first.value))).toBe(true);
  expect((await drain(besideQuestion.respond(model, task))).text).toBe(whole.text);
});
