import { AppError } from '../../domain/errors';
import { graphPath } from '../../domain/graphPath';
import type { ModelDtype } from '../../domain/types';

/** A file as a repository, a card or a pack lists it. */
export interface RepoFile {
  path: string;
  sizeBytes: number;
  /** Hex SHA-256; `null` where the list does not say. */
  sha256: string | null;
  /** The id that git gives it, a hex SHA-1: the hub states it for small files, instead of the other. */
  gitSha1?: string;
}

/** What has to be fetched for one device. */
export interface FilePlan {
  dtype: ModelDtype;
  /** Small ones first, so that a wrong repository is noticed early. */
  files: RepoFile[];
  /** Optional files that the repository does not have: never ask for them. */
  missing: string[];
  totalBytes: number;
}

const REQUIRED = ['config.json', 'tokenizer.json'];
const OPTIONAL = [
  'generation_config.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
];
const LICENSE = /^(licen[cs]e|notice|use_policy)(\.(txt|md))?$/i;

/** What suits a device, best first. On a processor int8 is six times faster than 4-bit (stack.md). */
const PREFERRED: Record<'wasm' | 'webgpu', readonly ModelDtype[]> = {
  wasm: ['int8', 'q8', 'q4', 'fp32', 'q4f16', 'fp16'],
  webgpu: ['q4f16', 'q4', 'fp16', 'fp32', 'int8', 'q8'],
};

/** Settings, tokenizer, licence: whatever is not weights but belongs to the model. */
export const isSettings = (path: string) =>
  REQUIRED.includes(path) || isOptional(path) || LICENSE.test(path);

/** True for files without which the model still loads. */
export const isOptional = (path: string) => OPTIONAL.includes(path) || LICENSE.test(path);

/** Graph and external data of one dtype; empty when there is none. */
export function weightFiles<File extends { path: string }>(
  files: readonly File[],
  dtype: ModelDtype,
): File[] {
  const graph = graphPath(dtype);
  return files.filter(({ path }) => path === graph || path.startsWith(`${graph}_data`));
}

/** The dtypes whose graph is among the files, best for `device` first. */
export function dtypesIn(
  files: readonly { path: string }[],
  device: 'wasm' | 'webgpu',
): ModelDtype[] {
  return PREFERRED[device].filter((dtype) => files.some(({ path }) => path === graphPath(dtype)));
}

/**
 * The weights that a half-finished download fetches: it must go on with these and no others.
 * `null` when none are listed.
 */
export function begunDtype(
  files: readonly { path: string; complete: boolean }[],
): ModelDtype | null {
  const listed = dtypesIn(files, 'wasm');
  const lacking = (dtype: ModelDtype) => weightFiles(files, dtype).some((file) => !file.complete);
  return listed.find(lacking) ?? listed[0] ?? null;
}

/**
 * Chooses the files of a repository for one device.
 *
 * @param dtype the weights that were asked for; `null` for the best that is there
 * @param orBest take the best that is there also when `dtype` is not
 * @throws {AppError} `model-load-failed` with a sentence: no tokenizer, no such weights
 */
export function planFiles(
  repoFiles: readonly RepoFile[],
  device: 'wasm' | 'webgpu',
  dtype: ModelDtype | null,
  orBest = dtype === null,
): FilePlan {
  const lacks = REQUIRED.find((path) => !repoFiles.some((file) => file.path === path));
  if (lacks !== undefined) {
    throw unfit(
      `no ${lacks}`,
      `There is no ${lacks}, so this is not a text model that can run here. Choose a repository made for Transformers.js, often named “…-ONNX”.`,
    );
  }
  const there = dtypesIn(repoFiles, device);
  const chosen = there.find((each) => each === dtype) ?? (orBest ? there[0] : undefined);
  if (chosen === undefined) {
    throw unfit(
      `no ${dtype ?? 'onnx/model*.onnx'} among ${there.join(', ') || 'nothing'}`,
      there.length === 0
        ? 'There are no weights in the ONNX format, so this model cannot run in a browser. Choose a repository made for Transformers.js, often named “…-ONNX”.'
        : `These weights (${dtype}) do not exist for this model. There are: ${there.join(', ')}. Choose one of them.`,
    );
  }
  const files = [
    ...repoFiles.filter(({ path }) => isSettings(path)),
    ...weightFiles(repoFiles, chosen),
  ].sort((x, y) => x.sizeBytes - y.sizeBytes);
  return {
    dtype: chosen,
    files,
    missing: OPTIONAL.filter((path) => !repoFiles.some((file) => file.path === path)),
    totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

const unfit = (message: string, userMessage: string) =>
  new AppError('model-load-failed', message, userMessage);
