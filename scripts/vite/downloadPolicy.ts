import type { Connect, Plugin } from 'vite';
import { downloadHeaders, downloadPage } from '../headers.js';

/** Gives download.html its own policy in dev and preview, whose servers know one set of headers for all. */
export function downloadPolicy(): Plugin {
  return {
    name: 'whose-boat:download-policy',
    configureServer: (server) => void server.middlewares.use(answer),
    configurePreviewServer: (server) => void server.middlewares.use(answer),
  };
}

const answer: Connect.NextHandleFunction = (request, response, next) => {
  if ((request.url ?? '').split(/[?#]/)[0] === `/${downloadPage}`) {
    const set = response.setHeader.bind(response);
    const own = new Map(Object.entries(downloadHeaders));
    response.setHeader = (name, value) => set(name, own.get(name) ?? value);
  }
  next();
};
