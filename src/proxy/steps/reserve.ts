import type { Budget } from '../../api/operation.ts';
import { rateLimitHeaders, seconds, type Claim, type Spent } from '../../http/limits.ts';
import { HttpError } from '../../http/problem.ts';
import type { Call, Step } from '../call.ts';
import { windowsMs, type Limit } from '../limits.ts';
import { countedAddress } from './throttle.ts';

interface Purse extends Claim {
  readonly window: Limit['window'];
}

/**
 * What a call takes from: the address, because a visitor's token costs nothing to renew; the visitor,
 * because an address is easily changed; and everyone together, because both can be had in masses.
 */
const pursesOf = (call: Call, budget: Budget): readonly Purse[] => {
  const { visitor, global } = call.settings.limits;
  const points = pointsOf(call);
  const purses = (whose: string, limits: readonly Limit[]): readonly Purse[] =>
    limits.map(({ window, limit }) => ({
      key: `budget:${budget}:${window}:${whose}`,
      points,
      limit,
      window,
      windowMs: windowsMs[window],
    }));
  return [
    ...purses(`address:${countedAddress(call.address)}`, visitor[budget]),
    ...(call.visitor ? purses(`visitor:${call.visitor.id}`, visitor[budget]) : []),
    ...purses('all', global[budget]),
  ];
};

const pointsOf = ({ operation, input }: Call): number => {
  const field = operation.cost?.per;
  if (field === undefined) return 1;
  const value = input.body?.[field];
  return typeof value === 'string' ? value.length : 1;
};

interface Taken {
  readonly purse: Purse;
  readonly spent: Spent;
}

/** The store may be back at any moment. */
const degradedRetrySeconds = 5;

const refusal = (budget: Budget, refused: readonly Taken[]): HttpError => {
  const [{ purse, spent }] = refused.toSorted((a, b) => b.spent.resetMs - a.spent.resetMs) as [
    Taken,
  ];
  if (spent.degraded) {
    const retryAfter = degradedRetrySeconds;
    // The share of one proxy says nothing about what the visitor has spent.
    const message = 'This is not possible at the moment. Please try again soon.';
    return new HttpError(503, 'limits_degraded', message, {
      extra: { retryAfter },
      headers: { 'Retry-After': String(retryAfter) },
      hint: 'The shared store does not answer, and this proxy has spent its share of the budget.',
    });
  }
  const retryAfter = seconds(spent.resetMs);
  return new HttpError(429, 'rate_limited', 'The limit for now is reached. Please try later.', {
    extra: { retryAfter },
    headers: {
      'Retry-After': String(retryAfter),
      ...rateLimitHeaders({ name: budget, ...purse }, spent),
    },
    ...(refused.some((it) => it.purse.key.endsWith(':all')) && {
      hint: `All visitors together have spent the ${purse.limit} of "${budget}" for this ${purse.window}.`,
    }),
  });
};

/**
 * Takes the operation's cost before the call is made, from all purses or from none, so that many calls
 * at once cannot pass a limit together. It is given back only when the upstream was not reached: an
 * answer that nobody read has been paid for too.
 *
 * @throws {HttpError} 429 `rate_limited`; 503 `limits_degraded` when the shared store is down and this
 * proxy's share of the budget is spent
 */
export const reserve: Step = async (call) => {
  const { operation, settings } = call;
  if (!operation.cost) return;
  const { budget } = operation.cost;
  const purses = pursesOf(call, budget);
  const answers = await settings.store.consume(purses);
  const taken = purses.flatMap((purse, index): Taken[] => {
    const spent = answers[index];
    return spent ? [{ purse, spent }] : [];
  });
  if (answers.some((it) => it.degraded)) call.event['degraded'] = true;
  const refused = taken.filter(({ spent }) => !spent.allowed);
  if (refused.length > 0) throw refusal(budget, refused);

  const [tightest] = taken.toSorted((a, b) => a.spent.remaining - b.spent.remaining);
  if (tightest) {
    const headers = rateLimitHeaders({ name: budget, ...tightest.purse }, tightest.spent);
    for (const [name, value] of Object.entries(headers)) call.notes.set(name, value);
  }
  call.refund = async () => {
    await settings.store.consume(purses.map((purse) => ({ ...purse, points: -purse.points })));
  };
};
