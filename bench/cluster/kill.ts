import { setTimeout as pause } from 'node:timers/promises';
import { limits, pointsOfText, type Cluster } from './cluster.ts';
import { state, told } from './statements.ts';
import type { Answered, Visitors } from './visitors.ts';

/** One of the proxies loses its power while all are busy. */
export const survivesAKill = async (cluster: Cluster, visitors: Visitors): Promise<void> => {
  let killed = { address: '', at: Infinity };
  const answers = await visitors.during(() =>
    Promise.all([
      visitors.come({ checkout: 80, speech: 100, read: 80 }, 8),
      pause(3_000).then(async () => {
        killed = { address: await cluster.kill(1), at: performance.now() };
      }),
    ]),
  );
  const tried = await cluster.tried();
  const wasThere = ({ id, begin }: Answered): boolean =>
    begin < killed.at && (tried.get(id)?.startsWith(killed.address) ?? false);
  const lost = answers.filter(({ status }) => status !== 200 && status !== 429);
  state(
    lost.every(wasThere),
    'only what was under way on the killed proxy is lost',
    `of ${answers.length} requests ${told(lost)}, ${lost.filter(wasThere).length} of them under way there`,
  );
  const reads = answers.filter(({ kind }) => kind === 'read');
  state(
    reads.every(({ status }) => status === 200),
    'no read is lost: nginx may repeat it',
    told(reads),
  );
  const later = answers.filter(({ begin, kind }) => begin > killed.at && kind === 'checkout');
  state(
    later.every(({ status }) => status === 200),
    'the other two take every checkout that comes afterwards',
    told(later),
  );

  const counted = await cluster.counted('speech:day:all');
  const texts = limits.speech / pointsOfText;
  const spoken = answers.filter(({ kind, status }) => kind === 'speech' && status === 200).length;
  const broken = lost.filter(({ kind }) => kind === 'speech').length;
  state(
    counted === limits.speech && spoken <= texts && spoken + broken >= texts,
    `exactly ${limits.speech} characters are spent, before and after it together`,
    `${counted} counted; ${spoken} texts of ${pointsOfText} spoken, ${broken} broken off`,
  );
};
