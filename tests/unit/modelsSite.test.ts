import { afterEach, describe, expect, test, vi } from 'vitest';
import { readSiteModels } from '../../src/features/models/siteModels';

const URL_OF_LIST = 'http://localhost/models/index.json';
const answer = (body: string, status = 200) =>
  vi.stubGlobal('fetch', async () => new Response(body, { status }));
afterEach(() => void vi.unstubAllGlobals());

describe('what this server has', () => {
  test('is its list without the model of the app', async () => {
    answer('{"models":["dinghy","owner/name",7]}');
    expect(await readSiteModels('dinghy', URL_OF_LIST)).toEqual(['owner/name']);
  });

  test.each([
    ['', 404],
    ['<!doctype html>', 200],
    ['{"models":"dinghy"}', 200],
    ['null', 200],
  ])('is said to be unknown after the answer "%s" (%i)', async (body, status) => {
    answer(body, status);
    await expect(readSiteModels('dinghy', URL_OF_LIST)).rejects.toMatchObject({
      code: 'download-failed',
      userMessage: expect.stringContaining('does not tell which models it has'),
    });
  });
});
