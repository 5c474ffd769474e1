import { afterEach, expect, test, vi } from 'vitest';
import { probeMachine, probeMachineSpeed, type Machine } from '../../src/features/models/machine';
import { probeGpu } from '../../src/features/models/probeGpu';
import { fakeCard, fakeEngine } from '../fakeEngine';

afterEach(() => vi.unstubAllGlobals());

const model = { engine: fakeEngine(), card: fakeCard, knowledge: null };
const machine = (gpu: Machine['gpu']): Machine => ({
  gpu,
  memoryGb: 8,
  cores: 2,
  isolated: true,
  secure: true,
  freeBytes: null,
});
const card = { name: 'acme', f16: true, maxBufferBytes: 2 ** 28, simulated: false };

test('the graphics card is named, and its memory can be read at a pace', async () => {
  const { gpu } = await probeMachine();
  expect(gpu).toMatchObject({ simulated: true }); // SwiftShader, in these tests
  expect(gpu?.maxBufferBytes).toBeGreaterThan(2 ** 26);
  expect(await probeGpu(1)).toBeGreaterThan(1e6);
});

test('without a graphics card, or one that refuses, there is no pace', async () => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => null } });
  expect(await probeGpu(1)).toBeNull();
  vi.stubGlobal('navigator', {});
  expect(await probeGpu(1)).toBeNull();
});

test('each part is measured only where it says something', async () => {
  const simulated = machine({ ...card, simulated: true });
  const processor = await probeMachineSpeed(model, 'wasm', simulated);
  expect(processor.multiplications).toBeGreaterThan(0);
  expect(processor.gpuBytes).toBeNull();
  const onCard = await probeMachineSpeed(model, 'webgpu', machine(card));
  expect(onCard.multiplications).toBeNull();
  expect(onCard.gpuBytes).toBeGreaterThan(0);
  expect(await probeMachineSpeed(null, undefined, machine(null))).toEqual({
    multiplications: null,
    gpuBytes: null,
  });
});
