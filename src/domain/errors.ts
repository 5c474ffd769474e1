/** Stable names for every failure a person can meet. */
export type ErrorCode =
  | 'model-load-failed'
  | 'model-file-altered'
  | 'model-not-loaded'
  | 'out-of-memory'
  | 'gpu-failed'
  | 'context-too-long'
  | 'storage-full'
  | 'storage-unavailable'
  | 'storage-blocked'
  | 'download-failed'
  | 'unreadable-file'
  | 'unreadable-output'
  | 'no-notes'
  | 'worker-crashed'
  | 'unknown';

/** A failure as plain data: what crosses the worker boundary. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  userMessage: string;
}

/**
 * Base of all our errors.
 *
 * `message` is for the console, `userMessage` is the sentence shown on screen:
 * what happened, then what to do next.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly userMessage: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, userMessage: this.userMessage };
  }

  static fromData({ code, message, userMessage }: ErrorData): AppError {
    return new AppError(code, message, userMessage);
  }

  /** Turns whatever was thrown into an `AppError`; never throws itself. */
  static from(error: unknown): AppError {
    if (error instanceof AppError) return error;
    const message = error instanceof Error ? error.message : String(error);
    const userMessage =
      'Something went wrong. What you made is kept; reload the page and try again.';
    return new AppError('unknown', message, userMessage, { cause: error });
  }
}

/** The model answered, but not in the form the prompt asked for. */
export class UnreadableOutputError extends AppError {
  override readonly name = 'UnreadableOutputError';

  constructor(
    readonly output: string,
    expected: string,
  ) {
    super(
      'unreadable-output',
      `expected ${expected}, got: ${output.slice(0, 200)}`,
      'The model did not answer in the expected form. Try again, or pick a larger model.',
    );
  }
}
