import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors';
import { readDownloadRequest } from '../../src/download/downloadRequest';
import { policyFor } from '../../src/download/policy';
import { sourceNotes, sourceText } from '../../src/download/words';
import { downloadLink } from '../../src/features/models/downloadLink';
import { readMirror, unencryptedNote } from '../../src/storage/models/mirrorAddress';

/** The same rule on both sides: the page that links to a download, and the one that downloads. */
const linked = (address: string) =>
  downloadLink('a/b', { kind: 'mirror', address }, { device: 'wasm', dtype: null });
const asked = (origin: string) =>
  readDownloadRequest(`#${new URLSearchParams({ id: 'a/b', source: 'mirror', origin })}`);
const refusal = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return error instanceof AppError ? error.userMessage : error;
  }
};

describe('taken', () => {
  test.each([
    ['https://x.example/path/', 'https://x.example/path'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://boat.localhost', 'http://boat.localhost'],
    ['http://127.0.0.1:81/hub/', 'http://127.0.0.1:81/hub'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['http://10.1.2.3', 'http://10.1.2.3'],
    ['http://172.16.0.9', 'http://172.16.0.9'],
    ['http://192.168.178.20:4173', 'http://192.168.178.20:4173'],
    ['http://169.254.7.7', 'http://169.254.7.7'],
    ['http://[fd12:3456::1]', 'http://[fd12:3456::1]'],
    ['http://[fe80::1]', 'http://[fe80::1]'],
    ['http://teacher.local', 'http://teacher.local'],
    ['http://teacher-laptop:4173', 'http://teacher-laptop:4173'],
  ])('%s, on both sides', (typed, address) => {
    expect(readMirror(typed)).toEqual({ address, problem: null });
    expect(linked(typed)).toContain(`origin=${encodeURIComponent(address)}`);
    expect(asked(typed).source).toEqual({ kind: 'mirror', origin: address });
  });

  test.each([
    ['x.example', 'https://x.example'],
    [' models.school.example/x ', 'https://models.school.example/x'],
    ['192.168.1.5:4173', 'http://192.168.1.5:4173'],
    ['localhost:8080', 'http://localhost:8080'],
  ])('%s is typed without a scheme and means %s', (typed, address) => {
    expect(readMirror(typed)).toEqual({ address, problem: null });
  });
});

describe('refused', () => {
  test.each([
    ['http://x.example', /Plain http is taken only from this machine/],
    ['http://10.example.com', /Plain http/],
    ['http://192.168.1.5.example', /Plain http/],
    ['http://172.32.0.1', /Plain http/],
    ['http://[2001:db8::1]', /Plain http/],
    ['http://local.example', /Plain http/],
    ['http://8.8.8.8', /Plain http/],
    ['http://0x08080808', /Plain http/],
    ['https://user:word@m.example', /Leave out the name and the password/],
    ['ftp://x.example', /no web address/],
    ['file:///etc/passwd', /no web address/],
    ["https://x.example;script-src 'unsafe-inline'", /no web address/],
  ])('%s, on both sides, with the same sentence', (typed, says) => {
    const { problem } = readMirror(typed);
    expect(problem).toMatch(says);
    expect(linked(typed)).toBeNull();
    expect(refusal(() => asked(typed))).toContain(problem);
  });

  test.each(['', 'javascript:alert(1)', 'nonsense here'])('"%s"', (typed) => {
    expect(readMirror(typed).problem).toMatch(/no web address/);
    expect(linked(typed)).toBeNull();
    expect(() => asked(typed)).toThrowError(expect.objectContaining({ code: 'download-failed' }));
  });
});

describe('what goes over plain http is said', () => {
  test.each([
    ['http://x', /^A name without a dot, such as x, is taken for a machine in your own network/],
    ['http://192.168.1.5:81', /^192\.168\.1\.5 is taken .* over plain http.*with https/],
    ['http://teacher.local/x', /^teacher\.local is taken/],
    ['http://[fe80::1]', /^\[fe80::1\] is taken/],
  ])('%s', (address, says) => {
    expect(unencryptedNote(address)).toMatch(says);
    expect(sourceNotes({ kind: 'mirror', origin: address })).toEqual([unencryptedNote(address)]);
    const second = { kind: 'mirror', origin: 'https://a.example', filesOrigin: address } as const;
    expect(sourceNotes(second)).toEqual([unencryptedNote(address)]);
    expect(sourceNotes({ kind: 'mirror', origin: address, filesOrigin: address })).toHaveLength(1);
  });

  test.each([
    'https://x',
    'https://x.example/y',
    'http://localhost:81',
    'http://a.localhost',
    'http://127.0.0.9',
    'http://[::1]:81',
  ])('%s needs no word', (address) => {
    expect(unencryptedNote(address)).toBeNull();
    expect(sourceNotes({ kind: 'mirror', origin: address })).toEqual([]);
  });

  test('nor do the other sources', () => {
    expect(([{ kind: 'hub' }, { kind: 'site' }] as const).flatMap(sourceNotes)).toEqual([]);
  });
});

describe('a mirror whose files lie on another host', () => {
  const want = { device: 'wasm', dtype: null } as const;
  const address = 'https://list.example/hub';
  const request = (files: string) => {
    const link = downloadLink('a/b', { kind: 'mirror', address, files }, want);
    return link === null ? null : readDownloadRequest(link.slice(link.indexOf('#')));
  };

  test('opens exactly the two hosts that were named', () => {
    const { source } = request('https://files.example/some/path')!;
    expect(source).toEqual({
      kind: 'mirror',
      origin: address,
      filesOrigin: 'https://files.example',
    });
    expect(policyFor(source)).toBe('connect-src https://list.example https://files.example');
    expect(sourceText(source)).toBe('list.example and files.example');
  });

  test('no other host is opened where none was named', () => {
    const { source } = request(' ')!;
    expect(policyFor(source)).toBe('connect-src https://list.example');
  });

  test.each(['http://files.example', 'https://*.example', 'https://a.example;script-src *', '*'])(
    '%s is refused on both sides',
    (files) => {
      expect(request(files)).toBeNull();
      const hash = new URLSearchParams({ id: 'a/b', source: 'mirror', origin: address, files });
      expect(refusal(() => readDownloadRequest(`#${hash}`))).toMatch(/^This mirror is not used/);
    },
  );
});
