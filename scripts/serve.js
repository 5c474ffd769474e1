/**
 * Serves the built app: `node scripts/serve.js [--open] [--host] [--port 4173]`. No dependencies.
 * `--host` also answers other machines of the local network.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSite } from './site.js';

/** Opens the default browser where there is one; says nothing and goes on where there is none. */
function openBrowser(/** @type {string} */ url) {
  const { platform, env } = process;
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return;
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', url]
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function sayAddresses(/** @type {number} */ port, /** @type {boolean} */ network) {
  console.log(`\n  Whose Boat is at http://localhost:${port}/   (stop with Ctrl+C)`);
  if (!network) return;
  for (const address of Object.values(networkInterfaces()).flat()) {
    if (address && address.family === 'IPv4' && !address.internal)
      console.log(`  On other machines: http://${address.address}:${port}/`);
  }
  console.log(
    '  On other machines the page comes over plain http. Browsers then switch off offline use, the graphics\n' +
      '  card and threads: it still runs there, on one processor core and only while this server is up.',
  );
}

function main() {
  const { values } = parseArgs({
    options: {
      open: { type: 'boolean', default: false },
      host: { type: 'boolean', default: false },
      port: { type: 'string', default: '4173' },
    },
  });
  const port = Number(values.port);
  const folder = fileURLToPath(new URL('../dist', import.meta.url));
  if (!existsSync(path.join(folder, 'index.html'))) {
    console.error('\n  There is no built app yet. Build and start it with: npm start');
    process.exitCode = 1;
    return;
  }
  const site = createSite(folder);
  site.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    console.error(
      error.code === 'EADDRINUSE'
        ? `\n  Port ${port} is in use. Perhaps Whose Boat already runs: look at http://localhost:${port}/.\n` +
            '  Otherwise close the other program, or choose a port: npm start -- --port 4174\n' +
            '  (what you keep belongs to the address it was made at).'
        : `\n  The server could not start: ${error.message}`,
    );
    process.exitCode = 1;
  });
  site.listen(port, values.host ? '0.0.0.0' : '127.0.0.1', () => {
    sayAddresses(port, values.host);
    if (values.open) openBrowser(`http://localhost:${port}/`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
