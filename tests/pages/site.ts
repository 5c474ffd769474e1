import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSite } from '../../scripts/site.js';

/** The production build under test. */
export const dist =
  process.env.DIST ?? fileURLToPath(new URL('../../dist', import.meta.url)).replace(/\/$/, '');

/** A running server, on a port of its own. */
export interface Site {
  /** With a slash at the end. */
  url: string;
  port: number;
  /** Stops answering at once, as if the plug were pulled. */
  stop(): Promise<void>;
}

/** Serves a built folder; `headers: {}` is a host that knows no headers. */
export async function serveSite(
  options: { folder?: string; base?: string; headers?: Record<string, string> } = {},
): Promise<Site> {
  const { folder = dist, base = '/', headers } = options;
  if (!existsSync(path.join(folder, 'index.html'))) {
    throw new Error(`${folder} holds no build: run "npm run build" first`);
  }
  const server = createSite(folder, { base, ...(headers ? { headers } : {}) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is not a string
  return {
    url: `http://localhost:${port}${base}`,
    port,
    stop: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A copy of the build that a test may change. */
export function copyBuild(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'whose-boat-'));
  cpSync(dist, folder, { recursive: true });
  return folder;
}
