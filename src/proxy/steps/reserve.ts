import type { Budget } from '../../api/operation.ts';
import { rateLimitHeaders, seconds, type Spent } from '../../http/limits.ts';
import { HttpError } from '../../http/problem.ts';
import type { Call, Step } from '../call.ts';
import { countedAddress } from './throttle.ts';

const hour = 3_600_000;
const day = 24 * hour;

interface Purse {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * What a call takes from: the address, because a visitor's token costs nothing to renew; the visitor,
 * because an address is easily changed; and everyone together, because both can be had in masses.
 */
const pursesOf = (call: Call, budget: Budget): readonly Purse[] => {
  const { visitor, global } = call.settings.limits;
  const limit = visitor[budget];
  return [
    {
      key: `${budget}:address:${countedAddress(call.address)}`,
      limit,
      windowMs: hour,
    },
    ...(call.visitor
      ? [{ key: `${budget}:visitor:${call.visitor.id}`, limit, windowMs: hour }]
      : []),
    { key: `${budget}:global`, limit: global[budget], windowMs: day },
  ];
};

const pointsOf = ({ operation, input }: Call): number => {
  const field = operation.cost?.per;
  if (field === undefined) return 1;
  const value = input.body?.[field];
  return typeof value === 'string' ? value.length : 1;
};

/**
 * Takes the operation's cost before the call is made, so that many calls at once cannot pass a limit
 * together. It is given back only when the upstream was not reached: an answer that nobody read
 * has been paid for too.
 *
 * @throws {HttpError} 429 `rate_limited`
 */
export const reserve: Step = async (call) => {
  const { operation, settings } = call;
  if (!operation.cost) return;
  const { budget } = operation.cost;
  const points = pointsOf(call);
  const taken: Purse[] = [];
  const giveBack = async (): Promise<void> => {
    for (const { key, limit, windowMs } of taken.splice(0)) {
      await settings.store.consume(key, -points, limit, windowMs);
    }
  };

  let tightest: { purse: Purse; spent: Spent } | undefined;
  for (const purse of pursesOf(call, budget)) {
    const spent = await settings.store.consume(purse.key, points, purse.limit, purse.windowMs);
    const headers = rateLimitHeaders({ name: budget, ...purse }, spent);
    if (!spent.allowed) {
      await giveBack();
      const retryAfter = seconds(spent.resetMs);
      throw new HttpError(429, 'rate_limited', 'The limit for now is reached. Please try later.', {
        extra: { retryAfter },
        headers: { 'Retry-After': String(retryAfter), ...headers },
        ...(purse.windowMs === day && {
          hint: `All visitors together have spent the ${purse.limit} of "${budget}" for today.`,
        }),
      });
    }
    taken.push(purse);
    if (!tightest || spent.remaining < tightest.spent.remaining) tightest = { purse, spent };
  }
  if (tightest) {
    const headers = rateLimitHeaders({ name: budget, ...tightest.purse }, tightest.spent);
    for (const [name, value] of Object.entries(headers)) call.notes.set(name, value);
  }
  call.refund = giveBack;
};
