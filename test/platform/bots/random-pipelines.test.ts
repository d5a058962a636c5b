/** Whatever a pipeline is: it is refused, or it comes to an end. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import fc from 'fast-check';
import { startPlatform, type TestPlatform } from '../support.ts';
import { until } from '../until.ts';
import { botsOf, outbound, pace, type Line } from './support.ts';

let server: TestPlatform;
let bots: ReturnType<typeof botsOf>;

before(async () => {
  server = await startPlatform({}, { pace, services: { outbound } });
  bots = botsOf(server);
});
after(() => server.close());

const ids = ['a', 'b', 'c', 'd', 'e', '__proto__'];
const expression = fc.constantFrom(
  ...['1', '$', '$ + 1', 'missing', '$count($)', '{"x": $}', '[1, 2, $]', '$steps.a', '$trigger'],
  ...['1 +', '$error("no")', '$random() > 0.5', 'true', '$append($, $)', '$lowercase($)'],
);
const template = fc.oneof(
  fc.string(),
  expression.map((it) => `{{ ${it} }} and {{${it}}}`),
);

/** The names that no field may have are tried elsewhere. */
const fieldName = fc
  .string()
  .filter((it) => !['__proto__', 'constructor', 'prototype'].includes(it));

const data: Record<string, fc.Arbitrary<object>> = {
  trigger: fc.constantFrom({}, { on: 'manual' }),
  transform: fc.record({ expression }),
  condition: fc.record({ expression }),
  log: fc.record({ message: template }),
  delay: fc.record({ seconds: fc.constantFrom(0, 0.001) }),
  httpRequest: fc.record({
    url: fc
      .oneof(template, fc.constant('https://localhost:1/{{ $ }}'))
      .map((it) => it.trim() || 'x'),
    method: fc.constantFrom('GET', 'POST'),
    headers: fc.dictionary(fc.constantFrom('X-A', 'Connection', 'Authorization'), template),
    body: fc.object({ key: fieldName }),
  }),
  reply: fc.record({ characterId: fc.constant('0123456789abcdef01234567'), text: template }),
  speak: fc.record({ text: fc.constant('{{ missing }}') }),
};

const types = Object.keys(data);
const step = fc
  .constantFrom(...types, 'log', 'condition')
  .chain((type) =>
    fc.record({ type: fc.constant(type), data: data[type] ?? fc.object({ key: fieldName }) }),
  );

/** Up to six nodes, and edges between any of them. */
const pipeline = fc
  .array(step, { minLength: 1, maxLength: ids.length })
  .map((steps) => steps.map((it, index) => ({ ...it, id: ids[index] ?? '' })))
  .chain((nodes) => {
    const id = fc.constantFrom(...nodes.map((it) => it.id));
    const sourceHandle = fc.constantFrom('true', 'false', null, 'x');
    const edge = fc.record({ source: id, target: id, sourceHandle });
    return fc.record({ nodes: fc.constant(nodes), edges: fc.array(edge, { maxLength: 10 }) });
  });

const isSound = ({ time, level, message }: Line): boolean =>
  new Date(time).toISOString() === time &&
  ['info', 'error'].includes(level) &&
  typeof message === 'string' &&
  message.length <= 2000;

/** Makes a bot, runs it and waits for its end. */
const check = async (body: object): Promise<void> => {
  const id = await bots.create(body);
  await bots.run(id);
  await until(async () => (await bots.get(id))['status'] !== 'running', 50_000);
  const { logs, status } = await bots.log(id);
  assert.ok(['idle', 'error'].includes(status));
  assert.ok(logs.length > 0 && logs.length <= 1000);
  assert.ok(logs.every(isSound));
  assert.equal(status === 'error', logs.at(-1)?.level === 'error');
};

describe('Any pipeline', () => {
  test('that is one comes to its end', async () => {
    const several = fc.asyncProperty(
      fc.array(pipeline, { minLength: 6, maxLength: 6 }),
      async (all) => {
        await Promise.all(all.map(check));
      },
    );
    await fc.assert(several, { numRuns: 4, endOnFailure: true });
    const faults = server.events.filter(({ event }) => event === 'bot_failed');
    assert.deepEqual(faults, [], 'no step has failed for a reason that nobody knows');
    const unended = server.store.db.selectFrom('bot_runs').select('id').where('ended', '=', 0);
    assert.deepEqual(await unended.execute(), []);
  });

  test('that is none is refused', async () => {
    const any = fc.object({ maxDepth: 3 });
    const odd = fc.record(
      { name: fc.anything(), nodes: fc.oneof(any, fc.array(any)), edges: fc.array(any) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(odd, async (body) => {
        const answer = await server.call('POST', '/api/bots', JSON.stringify(body));
        assert.ok([201, 400].includes(answer.status));
        await answer.text();
      }),
      { numRuns: 100 },
    );
  });
});
