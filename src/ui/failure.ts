/** Why something did not work; the client's `ApiError` is one. */
export interface Failure {
  /** Stable: see the list of codes in the README. */
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
}

/** A failure that an element finds out by itself. */
export class ElementError extends Error implements Failure {
  override readonly name = 'ElementError';
  declare readonly code: string;
  declare readonly retryable: boolean;
  constructor(
    code: string,
    message: string,
    options: { retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

export const failureOf = (error: unknown): Failure => {
  if (error instanceof Error && 'code' in error && 'retryable' in error) {
    return error as Error & Failure;
  }
  return new ElementError('unexpected', error instanceof Error ? error.message : String(error), {
    retryable: true,
    cause: error,
  });
};
