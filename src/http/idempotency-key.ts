import { HttpError } from './problem.ts';

/**
 * What a caller names its request by, so that it is done once however often it is sent
 * (draft-ietf-httpapi-idempotency-key-header).
 *
 * @throws {HttpError} 400 for what cannot be one
 */
export const idempotencyKey = ({ headers }: Request): string | undefined => {
  const key = headers.get('Idempotency-Key');
  if (key === null) return undefined;
  if (/^[\w-]{16,255}$/.test(key)) return key;
  const message = 'An Idempotency-Key has 16 to 255 letters, digits, "-" or "_".';
  throw new HttpError(400, 'invalid_request', message);
};
