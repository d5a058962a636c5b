import { HttpError } from '../../http/problem.ts';
import type { Step } from '../call.ts';

const fields = ['successUrl', 'cancelUrl'];

/**
 * Lets a checkout lead back only to origins that the owner allows; otherwise anyone could send the
 * owner's buyers anywhere from a page they trust. What goes on is the parsed URL, so that nobody
 * after us can read another host out of the same text.
 *
 * @throws {HttpError} 400
 */
export const returnUrls: Step = (call) => {
  const { body } = call.input;
  if (!body || call.operation.audience === 'operator') return;
  const checked: Record<string, string> = {};
  for (const field of fields) {
    const text = body[field];
    if (typeof text !== 'string') continue;
    const url = URL.parse(text);
    if (!url || !call.settings.returnOrigins.has(url.origin)) {
      throw new HttpError(
        400,
        'invalid_request',
        `"${field}" leads to a site that is not allowed.`,
        {
          hint: `To allow it, add ${url?.origin.slice(0, 200) ?? 'its origin'} to FAE_RETURN_URLS.`,
        },
      );
    }
    checked[field] = url.href;
  }
  call.input = { ...call.input, body: { ...body, ...checked } };
};
