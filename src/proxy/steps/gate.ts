import { printable } from '../../http/log.ts';
import { HttpError } from '../../http/problem.ts';
import type { Arrival, Step } from '../call.ts';
import { isFromOwnPage } from '../own-page.ts';

/** The 403 for an origin that is not allowed, with how to allow it. */
export const originRefused = ({ origin }: Arrival): HttpError => {
  const fix =
    origin === undefined || origin === 'null'
      ? undefined
      : `Add ${printable(origin)} to FAE_ALLOWED_ORIGINS to allow its pages.`;
  const message = 'This page is not allowed to use this service.';
  return new HttpError(403, 'origin_not_allowed', message, fix === undefined ? {} : { hint: fix });
};

/**
 * A browser that reads across origins says from where. When it says that it does so, but the
 * `Origin` is missing, something on the way has taken it out.
 */
const lostOrigin = (headers: Headers): boolean => {
  const site = headers.get('Sec-Fetch-Site');
  const elsewhere = site === 'cross-site' || site === 'same-site';
  return elsewhere && headers.get('Sec-Fetch-Mode') === 'cors';
};

/**
 * Lets pages of allowed origins in. CORS alone would keep a foreign page from reading the answer,
 * not from causing the call.
 *
 * Without an `Origin` (`<img>`, `<audio>`, same-origin reads, programs) only reads for visitors that
 * cost nothing, and an operator's where the browser says that a page of the proxy's own asks. This stops browsers; programs can say what they like, and are stopped by budgets.
 *
 * @throws {HttpError} 403 `origin_not_allowed`
 */
export const gate: Step = (call) => {
  const { origin, operation, settings, request } = call;
  if (origin !== undefined) {
    if (!settings.origins.has(origin)) throw originRefused(call);
    return;
  }
  const isOpen = operation.audience === 'visitor' || isFromOwnPage(call);
  const harmless = operation.method === 'GET' && isOpen && !operation.cost;
  if (!harmless || lostOrigin(request.headers)) throw originRefused(call);
};
