import { rateLimitHeaders, seconds, type Spent } from '../../http/limits.ts';
import { HttpError } from '../../http/problem.ts';
import type { Step } from '../call.ts';

const windowMs = 60_000;

/** Requests whose sender is not known share one budget: nobody escapes by hiding. */
export const countedAddress = (address: string | undefined): string => address ?? 'unknown';

/**
 * Files and speech that one address may be sent, and forms that it may send, at a time: each holds a
 * connection to the API for as long as the other end takes.
 */
const mostStreams = 64;

const tooMany = (spent: Spent, limit: number): HttpError => {
  const retryAfter = seconds(spent.resetMs);
  return new HttpError(429, 'rate_limited', 'Too many requests. Please wait a moment.', {
    extra: { retryAfter },
    headers: {
      'Retry-After': String(retryAfter),
      ...rateLimitHeaders({ name: 'requests', limit, windowMs }, spent),
    },
  });
};

const tooManyStreams = (): HttpError =>
  new HttpError(429, 'rate_limited', 'Too many files at once. Please let one end.', {
    extra: { retryAfter: 1 },
    headers: { 'Retry-After': '1' },
  });

/**
 * Counts requests per address, before any work is done for them, and what is being sent to and from it.
 *
 * @throws {HttpError} 429 `rate_limited`
 */
export const throttle: Step = async ({ settings, address, operation, atEnd }) => {
  const { throttleStore: store, limits, waits } = settings;
  const who = countedAddress(address);
  const limit = limits.requestsPerMinute;
  const [spent] = await store.consume([{ key: who, points: 1, limit, windowMs }]);
  if (spent && !spent.allowed) throw tooMany(spent, limit);
  if (operation.answer === 'json' && operation.body !== 'form') return;
  const place = { key: `streams:${who}`, limit: mostStreams, windowMs: waits.total };
  const [taken] = await store.consume([{ ...place, points: 1 }]);
  if (taken && !taken.allowed) throw tooManyStreams();
  atEnd.push(() => void store.consume([{ ...place, points: -1 }]));
};
