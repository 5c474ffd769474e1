import { AppError } from '../../domain/errors';

/**
 * Ids of the models that this server has in its models/ folder, as its index.json tells.
 * @param without the one that comes with the app
 * @throws {AppError} `download-failed`
 */
export async function readSiteModels(
  without: string,
  url = new URL('models/index.json', document.baseURI).href,
): Promise<string[]> {
  try {
    const response = await fetch(url, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const models: unknown = Reflect.get(Object(await response.json()), 'models');
    if (!Array.isArray(models)) throw new Error('no list of models');
    return models.filter((id) => typeof id === 'string' && id !== without);
  } catch (error) {
    throw new AppError(
      'download-failed',
      `${url}: ${String(error)}`,
      'This server does not tell which models it has. Check the network and choose it again, or take another source.',
    );
  }
}
