import { AppError } from '../../domain/errors';
import { HUB_ORIGIN } from '../policy';

/** The connection broke while something came, and did not come back. */
export const lost = (what: string) => (message: string) =>
  new AppError(
    'download-failed',
    message,
    `The connection was lost while fetching ${what}. What came so far is kept. Check the network, then press Resume.`,
  );

/** Nothing ever came from there. */
export const unreached = (url: string) => (message: string) =>
  new AppError(
    'download-failed',
    message,
    `There is no answer from ${new URL(url).host}. Check the address and the network. A mirror must also allow pages of other sites to read from it (CORS), and a page that came over https may be kept from plain http.`,
  );

/** The policy of the page names the origin that was asked for, and stopped what it led to. */
export const passedElsewhere = (url: string) => {
  const { host, origin } = new URL(url);
  const instead =
    origin === HUB_ORIGIN
      ? 'Save the files yourself and add them from disk on the models page, and look for a newer version of this app.'
      : `Open ${origin} in a tab of its own and see which address it ends at, or ask whoever runs it where its files lie; then enter that one on the models page: for single files, in the second field, where it sends you for large files. Or save the files yourself and add them there from disk.`;
  return new AppError(
    'download-failed',
    `${url}: passed on to another address, which the policy of this page does not name`,
    `${host} passes the download on to another address, one that nobody named. This page may reach only what was asked for, so it stopped there: nothing went to that address. ${instead}`,
  );
};

/** The list of files goes on at a server that nobody named. */
export const listElsewhere = (url: string, next: string) =>
  new AppError(
    'download-failed',
    `${url}: the list of files goes on at ${next}`,
    `${new URL(url).host} gives its list of files in parts, and says that the next part lies at ${new URL(next).host}, which nobody named. Nothing went there, and half a list is not used. Choose another source; or save the files yourself and add them from disk on the models page.`,
  );

/** More files than any model has. */
export const longList = (url: string, seen: number) =>
  new AppError(
    'download-failed',
    `${url}: the list of files goes on after ${seen}`,
    `The list of files does not end: this repository has more than ${seen}. A list that is cut short is not used. Choose another model; or save the files yourself and add them from disk on the models page.`,
  );

/** The server wants to know who asks. */
export const signIn = (url: string, status: number) =>
  new AppError(
    'download-failed',
    `${url}: status ${status}`,
    'This model does not exist there, or its owner gives it only to people who signed in. Check the name; or download it yourself, then load it from disk on the models page.',
  );
