import type { Plugin } from 'vite';
import { downloadPage } from '../headers.js';

/** The page's first script. */
const FIRST = 'early';

/**
 * Which modules share a file. The first script has its own; of the rest, what several pages use is
 * gathered: each file more costs a turn through the service worker before the page appears.
 */
export const chunks = [
  {
    name: FIRST,
    test: /src\/(early|engine\/heldWorker|features\/models\/chosenModel)\.ts$/,
    priority: 3,
  },
  {
    name: 'base',
    test: /node_modules\/(svelte|idb|esm-env)\/|src\/(ui|domain|storage|engine|features\/(models|offline|spaces|home))\//,
    minShareCount: 2,
    priority: 2,
  },
  { name: 'pages', test: /src\/(tasks|features)\//, minShareCount: 2, priority: 1 },
];

/**
 * Lets the page run that file as soon as it is there. The other scripts of the page import it too, so
 * they share what it did; without this tag it would run with them.
 */
export function early(): Plugin {
  return {
    name: 'whose-boat:early',
    apply: 'build',
    transformIndexHtml(_html, { bundle, chunk, path: page }) {
      const all = new Set(chunk?.imports);
      for (const name of all) {
        const next = bundle?.[name];
        if (next?.type === 'chunk') next.imports.forEach((other) => all.add(other));
      }
      const file = [...all].find((name) => bundle?.[name]?.name === FIRST);
      if (!file) return [];
      if (page.endsWith(downloadPage)) throw new Error(`${downloadPage} must not start the model`);
      const attrs = { type: 'module', async: true, crossorigin: true, src: `./${file}` };
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
    },
  };
}
