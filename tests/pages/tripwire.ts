import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Hosts that Chromium asks on its own account, whatever page is open. */
const CHROMIUM_ITSELF = /(^|\.)(google|googleapis|gvt1|gstatic)\.com$/;

/** A proxy through which Chromium reaches every foreign host: it notes them and lets nothing pass. */
export interface Tripwire {
  address: string;
  /** Hosts asked for since the last call, those of Chromium itself left out. */
  takeHosts(): string[];
  stop(): void;
}

/** Starts the tripwire on a port of its own. */
export async function startTripwire(): Promise<Tripwire> {
  let hosts: string[] = [];
  const note = (host: string) => {
    if (!CHROMIUM_ITSELF.test(host)) hosts.push(host);
  };
  const server = createServer((request, response) => {
    note(new URL(request.url ?? '/', 'http://unknown').hostname);
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    note((request.url ?? '').split(':')[0] ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is not a string
  return {
    address: `127.0.0.1:${port}`,
    takeHosts() {
      const taken = hosts;
      hosts = [];
      return taken;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
