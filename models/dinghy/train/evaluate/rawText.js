/**
 * Lets Node load the app's prompts as Vite does (`import text from './prompt.txt?raw'`):
 * `npx tsx --import ./evaluate/rawText.js evaluate.ts`
 */
import { register } from 'node:module';

const hooks = `
import { readFile } from 'node:fs/promises';
export async function load(url, context, next) {
  if (!/\\.txt(\\?raw)?$/.test(url)) return next(url, context);
  const text = await readFile(new URL(url.replace(/\\?raw$/, '')), 'utf8');
  return { format: 'module', shortCircuit: true, source: 'export default ' + JSON.stringify(text) };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
