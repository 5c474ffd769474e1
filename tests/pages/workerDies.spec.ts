import type { Page } from '@playwright/test';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesField, fieldsOf, joined, numberField } from '../../src/engine/graph/wire';
import { GRAPH, readTensorHead } from '../../src/engine/graph/onnx';
import { startHub } from '../hub/hubServer';
import { tinyFiles } from '../hub/tinyRepository';
import { expectGoneOn, logAnswers, threeAnswers } from './answerLog';
import { getTiny, ID } from './downloads';
import { expect, test, whenModelReady } from './fixtures';
import { copyBuild, serveSite } from './site';

const workersOf = (page: Page) => page.evaluate(() => window.log.workers);

test('a worker that dies in mid-answer: the words stay on the page, and the answer goes on to its end', async ({
  page,
  site,
  browser,
}) => {
  await logAnswers(page);
  await page.goto(`${site.url}#/tailor`);
  await whenModelReady(page);
  const answers = await threeAnswers(page, 'end');
  expect(await workersOf(page)).toBe(2);
  await expectGoneOn(page);

  const undisturbed = await browser.newContext();
  const other = await undisturbed.newPage();
  await logAnswers(other);
  await other.goto(`${site.url}#/tailor`);
  await whenModelReady(other);
  expect(answers).toEqual(await threeAnswers(other, null));
  expect(await workersOf(other)).toBe(1);
  await undisturbed.close();
});

/** The field of a model file that holds its graph. */
const MODEL_GRAPH = 7;
const POSITIONS = 2048;
/** Half the width of a head. */
const HALF = 8;

/** In a worker: a simulated graphics card that passes for a real one, and is lost on the message `lose`. */
const SHIM = `
Object.defineProperty(GPUAdapter.prototype, 'info', { value: { isFallbackAdapter: false, architecture: 'test', vendor: 'test' } });
const openDevice = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (descriptor) {
  const device = await openDevice.call(this, descriptor);
  const lost = new Promise((resolve) => {
    self.addEventListener('message', ({ data }) => {
      if (data.type !== 'lose') return;
      device.destroy();
      resolve({ reason: 'unknown', message: 'test' });
    });
  });
  Object.defineProperty(device, 'lost', { value: lost });
  return device;
};
`;

test.describe('a graphics card', () => {
  test.use({ serviceWorkers: 'block' }); // it would answer with the worker as it was built

  test('lost in mid-answer: the words stay, the answer goes on on the processor, and the page says so', async ({
    page,
  }) => {
    test.setTimeout(240_000);
    const folder = copyBuild();
    const assets = path.join(folder, 'assets');
    const worker = path.join(
      assets,
      readdirSync(assets).find((name) => /^worker-/.test(name))!,
    );
    writeFileSync(worker, SHIM + readFileSync(worker, 'utf8'));
    const hub = await startHub({ [ID]: { revisions: { c1: wideFiles() }, main: 'c1' } });
    const site = await serveSite({ folder });

    await logAnswers(page);
    await getTiny(page, site, hub);
    await page.getByRole('button', { name: 'Use random' }).click();
    await expect(page.getByText('It runs on your graphics card')).toBeVisible({ timeout: 90_000 });
    await page.goto(`${site.url}#/tailor`);
    await threeAnswers(page, 'lose');
    await expectGoneOn(page);
    await page.goto(`${site.url}#/models`);
    const told = /graphics processor failed, so the model now runs on the main/;
    await expect(page.getByText(told)).toBeVisible();
    await Promise.all([site.stop(), hub.stop()]);
  });
});

/** The tiny model with room for a long prompt; by its config large enough to be worth a graphics card. */
function wideFiles(): ReturnType<typeof tinyFiles> {
  const { 'onnx/model.onnx': _plain, ...files } = tinyFiles();
  const config = JSON.parse(new TextDecoder().decode(files['config.json']));
  const wide = { ...config, max_position_embeddings: POSITIONS, intermediate_size: 200_000 };
  files['config.json'] = new TextEncoder().encode(JSON.stringify(wide));
  const model = files['onnx/model_q4.onnx']!;
  files['onnx/model_q4.onnx'] = joined(
    Array.from(fieldsOf(model), ({ number, bytes, whole }) =>
      number === MODEL_GRAPH ? bytesField(MODEL_GRAPH, joined([...withTables(bytes)])) : whole,
    ),
  );
  return files;
}

/** A graph with longer tables of the turns that its attention makes. */
function* withTables(graph: Uint8Array) {
  for (const { number, bytes, whole } of fieldsOf(graph)) {
    const name = number === GRAPH.initializer ? readTensorHead(bytes).name : '';
    if (name !== 'cos' && name !== 'sin') {
      yield whole;
      continue;
    }
    const turns = Float32Array.from({ length: POSITIONS * HALF }, (_, at) =>
      Math[name](Math.floor(at / HALF) / 10_000 ** ((at % HALF) / HALF)),
    );
    const dims = [numberField(1, POSITIONS), numberField(1, HALF), numberField(2, 1)];
    const data = [bytesField(8, name), bytesField(9, new Uint8Array(turns.buffer))];
    yield bytesField(GRAPH.initializer, joined([...dims, ...data]));
  }
}
