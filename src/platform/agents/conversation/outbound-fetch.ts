import { HttpError } from '../../../http/problem.ts';
import type { EngineFetch } from '../../engines/reply-engine.ts';
import type { Outbound } from '../../outbound.ts';

const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** The way out for an engine whose address a user gave: a redirect is refused, not followed. */
export const outboundFetch =
  (outbound: Outbound): EngineFetch =>
  async (address, { method, headers, body, signal } = {}) => {
    const url = new URL(address);
    const answer = await outbound(url, {
      ...(method !== undefined && { method }),
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    const { status } = answer;
    const isRedirect = status >= 300 && status < 400;
    if (isRedirect || withoutBody.has(status) || status < 200 || status > 599) {
      await answer.body.cancel();
      throw new HttpError(502, 'bad_upstream', `${url.host} answered with status ${status}.`);
    }
    return new Response(answer.body, { status, headers: answer.headers });
  };
