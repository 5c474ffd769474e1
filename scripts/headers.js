/**
 * The one place that says which headers our files carry: used by the dev and preview server (vite.config.ts),
 * by the static server (site.js), by the build (the <meta> policy) and by the service worker (sw.js).
 */

/** Content Security Policy: our own origin and nothing else. `frame-ancestors` works as a header only. */
const directives = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' data: blob:",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** Gives page and worker SharedArrayBuffer, hence WASM threads. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Everything a response of ours carries, page and worker scripts alike. */
export const responseHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': policy({}),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), midi=(), payment=(), display-capture=()',
};

/** The same on the dev server, whose hot reload puts styles inline. */
export const devHeaders = {
  ...responseHeaders,
  'Content-Security-Policy': policy({ 'style-src': "'self' 'unsafe-inline'" }),
};

/**
 * The one page that may reach other servers, because it fetches models. Before it does, it narrows
 * this to the single source that the person asked for (src/download/policy.ts). A policy cannot name
 * private networks, so `http:` stands here; which http addresses are taken is one rule for both pages
 * (src/storage/models/mirrorAddress.ts).
 */
export const downloadPage = 'download.html';
const downloadSources = { 'connect-src': "'self' https: http:" };

/** What differs for that page. */
export const downloadHeaders = { 'Content-Security-Policy': policy(downloadSources) };

/** Its policy for a `<meta>` element. */
export const downloadMetaPolicy = policy({ ...downloadSources, 'frame-ancestors': null });

/** The policy for a `<meta>` element: what plain hosts without headers get. */
export const metaPolicy = policy({ 'frame-ancestors': null });

/**
 * @param {Record<string, string | null>} changes directives to replace; `null` leaves one out
 * @returns {string}
 */
function policy(changes) {
  return Object.entries({ ...directives, ...changes })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
