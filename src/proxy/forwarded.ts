import { isTooDeep, readBody } from '../http/body.ts';
import { mediaType } from '../http/headers.ts';
import { HttpError } from '../http/problem.ts';

/** What an operator sends to an interface that is not ours to know. */
export interface Forwarded {
  readonly query: URLSearchParams;
  /** JSON as it came. */
  readonly body: string | undefined;
}

/** In bytes. */
const longest = 1024 * 1024;

const checked = (bytes: Uint8Array): string => {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new HttpError(400, 'invalid_request', 'The body is not valid JSON.', { cause });
  }
  if (isTooDeep(value)) {
    throw new HttpError(400, 'invalid_request', 'The body is nested too deeply.');
  }
  return text;
};

/**
 * The query and, where there is one, the JSON of a request.
 *
 * @throws {HttpError} 400 for what is no JSON or is nested too deeply, 413 over 1 MB, 415 for a body of
 * another type
 */
export const forwardedOf = async (request: Request, query: URLSearchParams): Promise<Forwarded> => {
  const bytes = await readBody(request, longest);
  if (bytes.byteLength === 0) return { query, body: undefined };
  if (mediaType(request.headers) !== 'application/json') {
    throw new HttpError(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  return { query, body: checked(bytes) };
};
