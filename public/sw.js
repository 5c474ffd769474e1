/*
 * Keeps this version of the app (page, workers, runtime, embedded model) for use without a network,
 * and gives every file the headers that hosts may lack. The build fills in the three constants.
 */
const VERSION = '__VERSION__';
const HEADERS = '__HEADERS__';
const DOWNLOAD_HEADERS = '__DOWNLOAD_HEADERS__';

const BASE = new URL('./', self.location.href);
// The path is part of the name: two copies of the app on one host must not delete each other's files.
const PREFIX = `whose-boat:${BASE.pathname}:`;
const CACHE = PREFIX + VERSION;
// The one page that may reach other servers: it fetches models, and its own policy names the source.
const DOWNLOAD_PAGE = new URL('download.html', BASE).pathname;
/** Ids of its tabs. After a restart of this worker they are found again (see `findDownloads`). */
const downloads = new Set();
findDownloads();

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data?.kind === 'use-new-version') event.waitUntil(self.skipWaiting());
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.protocol === 'blob:' || url.protocol === 'data:') return;
  if (event.request.mode === 'navigate' && url.pathname === DOWNLOAD_PAGE) {
    downloads.add(event.resultingClientId);
  }
  if (url.origin !== BASE.origin) {
    if (downloads.has(event.clientId)) return;
    event.respondWith(Response.error());
    findDownloads(); // a download that we forgot tries again
  } else if (event.request.method === 'GET' && url.pathname.startsWith(BASE.pathname)) {
    event.respondWith(answer(event, url));
  }
});

/** Stores every file or fails as a whole; what an earlier version or attempt already holds is not fetched again. */
async function install() {
  const response = await fetch(new URL('precache.json', BASE), { cache: 'no-store' });
  const { version, files } = await response.json();
  if (version !== VERSION) throw new Error(`sw.js is ${VERSION}, precache.json is ${version}`);
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const cache = await caches.open(CACHE);
  let done = 0;
  for (const file of files) {
    const key = new URL(file.url, BASE).href;
    if (!(await cache.match(key))) await cache.put(key, await obtain(key, file));
    done += file.sizeBytes;
    await tellPages({ kind: 'install-progress', doneBytes: done, totalBytes: total });
  }
}

/** The file from an older version's store if it is the same one, else from the network, checked by its hash. */
async function obtain(key, file) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    const old = await (await caches.open(name)).match(key);
    if (old?.headers.get('X-Content-Hash') === file.sha256)
      return dressed(old, await old.blob(), file);
  }
  const response = await fetch(key, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${response.status} for ${file.url}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!hex.startsWith(file.sha256)) throw new Error(`${file.url} is not the file of this version`);
  return dressed(response, bytes, file);
}

function dressed(response, body, file) {
  return new Response(body, {
    headers: {
      ...headersOf(new URL(file.url, BASE)),
      'Content-Type': response.headers.get('Content-Type') ?? 'application/octet-stream',
      'Content-Length': String(file.sizeBytes),
      'X-Content-Hash': file.sha256,
    },
  });
}

/** Deletes our own older versions only: models kept by the app live in other caches. */
async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

async function answer(event, url) {
  const { request } = event;
  const cache = await caches.open(CACHE);
  // Hosts send `Vary: Origin`, pages add `?…`: neither changes what our files are.
  const find = (key) => cache.match(key, { ignoreSearch: true, ignoreVary: true });
  const home = () => find(new URL('index.html', BASE).href);
  const kept = url.pathname === BASE.pathname ? await home() : await find(url.href);
  if (kept) return kept;
  let response;
  try {
    response = withHeaders(await fetch(request), url);
  } catch (error) {
    const page = request.mode === 'navigate' ? await home() : undefined;
    if (page) return page;
    throw error;
  }
  // The name of a file in assets/ holds its hash: what was used once can be kept.
  if (response.status === 200 && url.pathname.startsWith(`${BASE.pathname}assets/`)) {
    event.waitUntil(cache.put(url.href, response.clone()).catch(() => {}));
  }
  return response;
}

function headersOf(url) {
  return url.pathname === DOWNLOAD_PAGE ? { ...HEADERS, ...DOWNLOAD_HEADERS } : HEADERS;
}

async function findDownloads() {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  for (const page of pages) {
    if (new URL(page.url).pathname === DOWNLOAD_PAGE) downloads.add(page.id);
  }
}

function withHeaders(response, url) {
  if (response.status === 0) return response; // a redirect, for the browser to follow
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(headersOf(url))) headers.set(name, value);
  const { status, statusText } = response;
  const body = [204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}

async function tellPages(message) {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  for (const page of pages) page.postMessage(message);
}
