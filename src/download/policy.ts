import type { ModelSource } from '../storage/models/modelStore';

/** The hub, and the hosts to which it passes large files on (peers.md P28). */
export const HUB_ORIGIN = 'https://huggingface.co';
const HUB_SOURCES = `${HUB_ORIGIN} https://*.hf.co`;

/** The Content Security Policy that opens exactly the hosts of one source and nothing else. */
export function policyFor(source: ModelSource): string {
  return `connect-src ${sourcesOf(source)}`;
}

function sourcesOf(source: ModelSource): string {
  switch (source.kind) {
    case 'hub':
      return HUB_SOURCES;
    case 'mirror':
      return [new URL(source.origin).origin, source.filesOrigin ?? ''].join(' ').trim();
    case 'site':
      return "'self'";
    case 'disk':
      return "'none'";
  }
}

/** Narrows the policy of this document for good; policies can only add up. Call it before any request. */
export function narrowPolicy(policy: string, head: HTMLHeadElement = document.head): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policy;
  head.append(meta);
}
