import { rateLimitHeaders, seconds } from '../../http/limits.ts';
import { HttpError } from '../../http/problem.ts';
import type { Step } from '../call.ts';

const windowMs = 60_000;

/** Requests whose sender is not known share one budget: nobody escapes by hiding. */
export const countedAddress = (address: string | undefined): string => address ?? 'unknown';

/**
 * Counts requests per address, before any work is done for them.
 *
 * @throws {HttpError} 429 `rate_limited`
 */
export const throttle: Step = async ({ settings, address }) => {
  const limit = settings.limits.requestsPerMinute;
  const claim = { key: countedAddress(address), points: 1, limit, windowMs };
  const [spent] = await settings.throttleStore.consume([claim]);
  if (!spent || spent.allowed) return;
  const retryAfter = seconds(spent.resetMs);
  throw new HttpError(429, 'rate_limited', 'Too many requests. Please wait a moment.', {
    extra: { retryAfter },
    headers: {
      'Retry-After': String(retryAfter),
      ...rateLimitHeaders({ name: 'requests', limit, windowMs }, spent),
    },
  });
};
