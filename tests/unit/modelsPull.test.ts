import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pull } from '../../scripts/models.js';
import { listModelFiles, listModels } from '../../scripts/vite/models';
import { checkCard } from '../../src/engine/modelCards';
import { startHub, type Hub } from '../hub/hubServer';
import { tinyFiles } from '../hub/tinyRepository';

const ID = 'tiny/random';
const files = tinyFiles();
let root = '';
let hub: Hub;
beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'whose-boat-pull-'));
  hub = await startHub({ [ID]: { revisions: { c1: files }, main: 'c1' } });
});
afterEach(async () => {
  await hub.stop();
  rmSync(root, { recursive: true });
});
const fetchModel = () =>
  pull(ID, { from: hub.url, folder: path.join(root, 'models'), dtypes: ['fp32'], say() {} });

test('pull fills models/ with files, a checked card, and nothing that is kept offline unasked', async () => {
  const card = await fetchModel();
  const text = readFileSync(path.join(root, 'models', ID, 'card.json'), 'utf8');
  expect(checkCard(JSON.parse(text), ID)).toMatchObject({ contextTokens: 512 });
  expect(card).toMatchObject({ revision: 'c1', license: 'apache-2.0' });
  for (const { path: name } of card.files) {
    const kept = readFileSync(path.join(root, 'models', ID, name));
    expect(Buffer.compare(kept, Buffer.from(files[name]!)), name).toBe(0);
  }
  expect(listModels(root)).toEqual([ID]);
  const byDefault = listModelFiles(root).filter((file) => file.byDefault);
  expect(byDefault.map(({ url }) => url)).toEqual([`models/${ID}/card.json`]);
});

test('a pull that broke goes on where it was, and offers nothing before the end', async () => {
  const folder = path.join(root, 'models', ID, 'onnx');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'model.onnx.part'),
    files['onnx/model.onnx']!.subarray(0, 99_000),
  );
  expect(listModels(root)).toEqual([]);
  await fetchModel();
  const ranges = hub.asked.filter(({ path }) => /cdn.*model\.onnx/.test(path));
  expect(ranges.map(({ range }) => range)).toEqual(['bytes=99000-']);
  expect(listModels(root)).toEqual([ID]);
  hub.asked.length = 0;
  await fetchModel(); // all is there: hashed again, nothing large fetched again
  expect(hub.asked.filter(({ path }) => path.startsWith('/cdn'))).toEqual([]);
});

test('a wrong hash leaves no card', async () => {
  hub.fault = ({ path }) => (/cdn.*model\.onnx/.test(path) ? { kind: 'altered' } : null);
  await expect(fetchModel()).rejects.toMatchObject({ code: 'model-file-altered' });
  expect(listModels(root)).toEqual([]);
});

test('a small file that stays damaged leaves no card', async () => {
  hub.fault = ({ path }) => (/tokenizer_config/.test(path) ? { kind: 'altered' } : null);
  await expect(fetchModel()).rejects.toMatchObject({ code: 'model-file-altered' });
  expect(listModels(root)).toEqual([]);
});

test('a mirror on plain http outside of the own network is refused as on the page', async () => {
  const from = 'http://models.school.example';
  await expect(pull(ID, { from, folder: root, say() {} })).rejects.toThrow(
    /Plain http is taken only/,
  );
});
