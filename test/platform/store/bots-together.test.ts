/** Bots of three platforms on one PostgreSQL. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { withoutPostgres } from '../../support/postgres.ts';
import { chain, node, start, startUpstream, type Line } from '../bots/support.ts';
import { until } from '../until.ts';
import { platforms, type RunningPlatform } from './platforms.ts';

const log = (message: string) => node(message, 'log', { message });
const cutOff = 'The server was stopped while this step was under way.';

/** Places that a process has for bots. */
const places = 6;

test(
  'Of three platforms one is killed with runs of bots in its hands: no step is done twice',
  { skip: withoutPostgres },
  async (t) => {
    const all = await platforms(t);
    const asked: (string | undefined)[] = [];
    const silent = await startUpstream(t, ({ url }) => asked.push(url));
    const victim = await all.start();
    const begin = async (at: RunningPlatform, pipeline: object): Promise<string> => {
      const { id } = await at.call('POST', '/api/bots', { name: 'A bot', ...pipeline });
      await at.call('POST', `/api/bots/${id}/run`);
      return id;
    };
    const countOf = async (...statuses: readonly ('queued' | 'running' | 'done' | 'failed')[]) => {
      const jobs = all.store.db
        .selectFrom('jobs')
        .select(({ fn }) => fn.countAll<number>().as('n'));
      const wanted = jobs.where('kind', '=', 'bot').where('status', 'in', statuses);
      return (await wanted.executeTakeFirstOrThrow()).n;
    };

    // While it is alone: half of its places are taken by runs that come to no end.
    const hanging = await Promise.all(
      [1, 2, 3].map((number) => {
        const ask = node('ask', 'httpRequest', { url: `${silent}/${number}` });
        return begin(victim, chain(start, ask, log('never')));
      }),
    );
    await until(() => asked.length === hanging.length);
    const others = await Promise.all([all.start(), all.start()]);
    const [other] = others;
    assert.ok(other);
    const logOf = async (id: string) =>
      (await other.call('GET', `/api/bots/${id}/logs`)) as unknown as {
        readonly logs: readonly Line[];
        readonly status: string;
      };
    const quick = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        begin([victim, ...others][index % 3] ?? victim, chain(start, log('one'), log('two'))),
      ),
    );
    await until(async () => (await countOf('done')) > 10);
    await victim.kill();
    await until(async () => (await countOf('queued', 'running')) === 0);

    assert.deepEqual(asked.toSorted(), ['/1', '/2', '/3'], 'nothing was asked twice');
    const messagesOf = async (id: string) => {
      const { logs, status } = await logOf(id);
      return [status, ...logs.map(({ message }) => message)];
    };
    const cutOffRun = ['error', 'Run begun by hand.', cutOff];
    for (const id of hanging) assert.deepEqual(await messagesOf(id), cutOffRun);
    let cut = 0;
    for (const id of quick) {
      const messages = await messagesOf(id);
      const isCut = messages.includes(cutOff);
      cut += Number(isCut);
      const whole = ['idle', 'Run begun by hand.', 'one', 'two', 'Run ended after 3 steps.'];
      assert.deepEqual(messages, isCut ? cutOffRun : whole);
    }
    assert.ok(cut <= places - hanging.length, `${cut} runs were in its hands`);
    assert.equal(await countOf('done'), quick.length - cut);
    for (const it of others) assert.equal(await it.stop(), 0);
  },
);
