import { HttpError } from '../../http/problem.ts';
import type { Call, Step } from '../call.ts';
import { isFromOwnPage } from '../own-page.ts';

/**
 * The request as the owner's hook gets it. Without the body, which is read only once, and without
 * cookies when the page is not the owner's own: a page elsewhere must not act with them.
 */
const forHook = (call: Call): Request => {
  const { request } = call;
  const headers = new Headers(request.headers);
  if (!isFromOwnPage(call)) headers.delete('Cookie');
  return new Request(request.url, { method: request.method, headers });
};

/**
 * Visitor operations are open to everyone once the owner offers them; operator operations only when
 * the owner's hook says `true`.
 *
 * @throws {HttpError} 403 `forbidden`
 */
export const authorize: Step = async (call) => {
  const { operation, settings } = call;
  if (operation.audience === 'visitor') return;
  const granted = await settings.authorize?.(forHook(call), operation);
  if (granted === true) return;
  throw new HttpError(403, 'forbidden', 'You are not allowed to do this.', {
    hint: `${operation.name} is for operators, and "authorize" did not know this one.`,
  });
};
