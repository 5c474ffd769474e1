import { AppError } from '../../domain/errors';

/** A file from outside that is not taken; `what` completes "The file … ". Nothing was stored. */
export const refused = (path: string, message: string, what: string) =>
  new AppError(
    'unreadable-file',
    `${path}: ${message}`,
    `The file ${path.slice(0, 120)} ${what}. Nothing was stored. Copy the model again from where it came, then try once more.`,
  );
