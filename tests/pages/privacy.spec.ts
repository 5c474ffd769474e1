import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { responseHeaders } from '../../scripts/headers.js';
import { expect, test, whenKept, whenModelReady } from './fixtures';
import { dist } from './site';

/** Addresses that stand in the built files as words: licences, names of standards, defaults we switch off. */
const WORDS = [
  /^http:\/\/www\.w3\.org\//,
  /^https:\/\/(github\.com|gist\.github\.com|svelte\.dev|aclanthology\.org|arxiv\.org|www\.apache\.org)\//,
  /^https:\/\/(rolldown\.rs|web\.dev|developer\.mozilla\.org)\//,
  /^https:\/\/(www\.llama\.com|www\.liquid\.ai|ai\.google\.dev|models\.school\.example)\b/,
  /^https:\/\/(huggingface\.co|cdn\.jsdelivr\.net|hf\.co)\b/,
];

test.describe('from the server and from the service worker', () => {
  for (const source of ['server', 'service worker']) {
    test(`page and worker carry every header (${source})`, async ({ page, site }) => {
      await page.goto(site.url);
      if (source === 'service worker') {
        await whenKept(page);
        await site.stop();
        await page.reload();
      }
      const worker = readdirSync(path.join(dist, 'assets')).find((name) =>
        /worker.*\.js$/i.test(name),
      );
      for (const file of ['', `assets/${worker}`]) {
        const headers = await page.evaluate(
          async (url) => Object.fromEntries((await fetch(url)).headers),
          site.url + file,
        );
        for (const [name, value] of Object.entries(responseHeaders)) {
          expect(headers[name.toLowerCase()], `${name} of ${file || 'the page'}`).toBe(value);
        }
      }
    });
  }
});

test.describe('blocked', () => {
  test.use({ provoked: ['example.org'] });

  test('a foreign address, whatever asks for it', async ({ page, site }) => {
    await page.goto(site.url);
    await whenModelReady(page);
    const outcomes = await page.evaluate(async () => {
      const image = new Promise((resolve) => {
        const element = new Image();
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('blocked');
        element.src = 'https://example.org/pixel.png';
      });
      const script = new Promise((resolve) => {
        const element = document.createElement('script');
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('blocked');
        element.src = 'https://example.org/script.js';
        document.head.append(element);
      });
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true; // example.org';
      document.head.append(inline);
      const fetched = await fetch('https://example.org/').then(
        () => 'loaded',
        () => 'blocked',
      );
      return [fetched, await image, await script, 'inlineRan' in window ? 'ran' : 'blocked'];
    });
    expect(outcomes).toEqual(['blocked', 'blocked', 'blocked', 'blocked']);
  });
});

test('the page keeps its policy where the host sends no headers', () => {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  expect(html).toContain('http-equiv="Content-Security-Policy"');
  expect(html.replaceAll('&#39;', "'")).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
});

test('dist/ names no foreign address outside the allow-list', () => {
  const found = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|m?js|css|json|webmanifest|svg)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .flatMap((file) =>
      (readFileSync(file, 'utf8').match(/\b(?:https?|wss?):\/\/[\w.-]+\.\w+[^\s"'`)<>\\]*/g) ?? [])
        .filter((url) => !WORDS.some((word) => word.test(url)))
        .map((url) => `${path.relative(dist, file)}: ${url}`),
    );
  expect(found).toEqual([]);
});
