import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connect, Plugin } from 'vite';
import type { ModelCard } from '../../src/domain/types';

/** A file of a model folder that the browser may ask for. */
export interface ShippedFile {
  /** Below the site's root, with forward slashes: `models/dinghy/card.json`. */
  url: string;
  source: string;
  /** False for files that are fetched only when asked for. */
  byDefault: boolean;
}

/** Ids of the models in models/: folders with a card, `name` or `owner/name`. */
export function listModels(root: string): string[] {
  const models = path.join(root, 'models');
  if (!existsSync(models)) return [];
  const below = (folder: string) =>
    readdirSync(path.join(models, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.posix.join(folder, entry.name));
  const hasCard = (id: string) => existsSync(path.join(models, id, 'card.json'));
  return below('')
    .flatMap((id) => (hasCard(id) ? [id] : below(id).filter(hasCard)))
    .sort();
}

/** The text of models/index.json: what this server offers. */
const indexText = (root: string) => JSON.stringify({ models: listModels(root) });

/** What ships of each model: its card and the files that lists. Recipes and sources stay out. */
export function listModelFiles(root: string): ShippedFile[] {
  const models = path.join(root, 'models');
  return listModels(root).flatMap((id) => {
    const cardFile = path.join(models, id, 'card.json');
    // Guaranteed by the test of the cards (tests/unit).
    const card = JSON.parse(readFileSync(cardFile, 'utf8')) as ModelCard;
    const listed = new Map(card.files.map(({ path, role }) => [path, role === 'default']));
    listed.set('card.json', true);
    return Array.from(listed, ([name, byDefault]) => ({
      url: `models/${id}/${name}`,
      source: path.join(models, id, name),
      byDefault,
    }));
  });
}

/**
 * Serves /models/* in dev exactly as it ships, with a real 404 for the rest, and copies it on build.
 * (That no missing file is answered with html is `appType: 'mpa'` in vite.config.ts.)
 */
export function modelFiles(): Plugin {
  let root = '';
  let outDir = '';
  return {
    name: 'whose-boat:model-files',
    configResolved(config) {
      root = config.root;
      outDir = path.resolve(config.root, config.build.outDir);
    },
    configureServer: (server) => void server.middlewares.use(answer(() => root)),
    async writeBundle() {
      for (const { url, source } of listModelFiles(root)) {
        const target = path.join(outDir, url);
        await mkdir(path.dirname(target), { recursive: true });
        await copyFile(source, target);
      }
      await mkdir(path.join(outDir, 'models'), { recursive: true });
      await writeFile(path.join(outDir, 'models', 'index.json'), indexText(root));
    },
  };
}

function answer(root: () => string): Connect.NextHandleFunction {
  return (request, response, next) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    // With a query (`?import`) it is a module of ours, which Vite answers.
    if (!pathname.startsWith('/models/') || search !== '') return next();
    if (pathname === '/models/index.json') {
      response.setHeader('Content-Type', 'application/json');
      response.end(indexText(root()));
      return;
    }
    const file = listModelFiles(root()).find(({ url }) => `/${url}` === decodeURI(pathname));
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    if (!file || !existsSync(file.source)) {
      response.statusCode = 404;
      response.end('Not found');
      return;
    }
    void readFile(file.source).then((bytes) => {
      const json = file.url.endsWith('.json');
      response.setHeader('Content-Type', json ? 'application/json' : 'application/octet-stream');
      response.setHeader('Content-Length', bytes.length);
      response.setHeader('Cache-Control', 'no-cache');
      response.end(request.method === 'HEAD' ? undefined : bytes);
    }, next);
  };
}
