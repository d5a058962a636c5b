import { limits, type Cluster } from './cluster.ts';
import { state, told } from './statements.ts';
import type { Visitors } from './visitors.ts';

const path = '/api/characters/response';

/** More visitors than there is budget, through all proxies. */
export const budgetIsExact = async (cluster: Cluster, visitors: Visitors): Promise<void> => {
  const left = limits.chat - (await cluster.counted('chat:day:all'));
  const before = cluster.upstream.calls(path);
  const answers = await visitors.during(() => visitors.come({ chat: 400 }, 4));
  const calls = cluster.upstream.calls(path) - before;
  const admitted = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ code }) => code === 'rate_limited');
  state(
    admitted.length === left &&
      calls === left &&
      admitted.length + refused.length === answers.length,
    `of ${answers.length} chat turns exactly the ${left} that are left pass, the others are 429`,
    `${told(answers)}; ${calls} calls of the API`,
  );
};

/** Visitors who come when all is spent. */
export const budgetIsSpent = async (visitors: Visitors): Promise<void> => {
  const answers = await visitors.during(() => visitors.come({ chat: 100 }, 1));
  state(
    answers.every(({ code }) => code === 'rate_limited'),
    'what was spent before is spent, and nothing more passes',
    told(answers),
  );
};
