import { AppError } from '../../domain/errors';
import type { Model } from '../../tasks/model';

/** The model. @throws {AppError} `model-not-loaded` while there is none */
export function requireModel(model: Model | null): Model {
  if (model) return model;
  throw new AppError(
    'model-not-loaded',
    'a run without a model',
    'The model is still loading. Wait until it is ready, then try again.',
  );
}
