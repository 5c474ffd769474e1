/** What somebody entered as the address of a mirror: the address without its last slash, or what is wrong. */
export type MirrorReading = { address: string; problem: null } | { address: null; problem: string };

/** Names and addresses of this machine: what is sent there never leaves it. */
const THIS_MACHINE = [/^(.+\.)?localhost$/, /^127(\.\d+){3}$/, /^\[::1\]$/];
/** A name without a dot is looked up in the local network first. */
const DOTLESS = /^[^.:[\]]+$/;
/** Hosts of the network that this machine is in. */
const PRIVATE_HOSTS = [
  ...THIS_MACHINE,
  /^10(\.\d+){3}$/,
  /^(192\.168|169\.254)(\.\d+){2}$/,
  /^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/,
  /^\[(f[cd][\da-f]{2}:.*|fe[89ab][\da-f]:.*)\]$/,
  /\.(local|lan|internal|home\.arpa)$/,
  DOTLESS,
];

/**
 * The one rule for mirrors, for the page that links to a download and for the one that downloads:
 * https anywhere, plain http only on this machine and in a private network. Without a scheme it is
 * https, or http where that is allowed.
 */
export function readMirror(typed: string): MirrorReading {
  const text = typed.trim();
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text);
  const url = parse(hasScheme ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || !/^[\w.:[\]-]+$/.test(url.hostname)) {
    return wrong('That is no web address. One looks like https://models.school.example.');
  }
  if (url.username || url.password) {
    return wrong('Leave out the name and the password: they are not sent from here.');
  }
  const local = PRIVATE_HOSTS.some((host) => host.test(url.hostname));
  if (url.protocol === 'http:' && !local) {
    return wrong(
      'Plain http is taken only from this machine or the local network: on the internet, others on the way could read and change what comes. Enter an address that begins with https.',
    );
  }
  const scheme = !hasScheme && local ? 'http:' : url.protocol;
  return {
    address: `${scheme}//${url.host}${url.pathname}`.replace(/\/+$/, ''),
    problem: null,
  };
}

/**
 * What a person should know before anything is asked of a mirror's address as `readMirror` gives it:
 * that it is reached without encryption, and why it is taken all the same. `null` where all is well.
 */
export function unencryptedNote(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || THIS_MACHINE.some((host) => host.test(hostname))) return null;
  const why = DOTLESS.test(hostname)
    ? `A name without a dot, such as ${hostname}, is taken for a machine in your own network.`
    : `${hostname} is taken for a machine in your own network.`;
  return `${why} It is asked over plain http: others in that network could read and change what comes. For a server on the internet, write its whole name, with https.`;
}

const wrong = (problem: string): MirrorReading => ({ address: null, problem });

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
