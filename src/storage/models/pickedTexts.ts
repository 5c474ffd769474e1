import type { PickedFile } from './pickedFiles';
import { refused } from './sideLoadErrors';

const MOST_TEXT_BYTES = 4e6;
/** No tokenizer and no other settings are larger. */
export const MOST_SETTINGS_BYTES = 100e6;

/** The text of one of the files. @throws {AppError} `unreadable-file`: not there, too large, damaged */
export async function textOf(
  files: readonly PickedFile[],
  path: string,
  most = MOST_TEXT_BYTES,
): Promise<string> {
  const file = files.find((each) => each.path === path);
  if (!file || file.sizeBytes > most) throw refused(path, 'too large', 'is far too large');
  return file.text().catch((error: unknown) => {
    throw refused(path, String(error), 'could not be read: it is damaged');
  });
}

/** @throws {AppError} `unreadable-file` when the tokenizer is none */
export async function checkTokenizer(files: readonly PickedFile[]): Promise<void> {
  const path = 'tokenizer.json';
  try {
    const value: unknown = JSON.parse(await textOf(files, path, MOST_SETTINGS_BYTES));
    if (typeof value !== 'object' || value === null || !('model' in value))
      throw new Error('model');
  } catch (error) {
    throw refused(path, String(error), 'is damaged, so this model could not read a word');
  }
}
