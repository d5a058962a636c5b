/** How data flows through a pipeline, by what its steps have written into the log. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from '../support.ts';
import { botsOf, chain, edges, node, outbound, pace, start, type Line } from './support.ts';

let server: TestPlatform;
let bots: ReturnType<typeof botsOf>;

before(async () => {
  server = await startPlatform({}, { pace, services: { outbound } });
  bots = botsOf(server);
});
after(() => server.close());

/** What nodes have written, in order: `node: message`. */
const written = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ node: id, message }) => (id === undefined ? [] : [`${id}: ${message}`]));

const transform = (id: string, expression: string) => node(id, 'transform', { expression });
const condition = (id: string, expression: string) => node(id, 'condition', { expression });
const delay = (id: string, seconds: number) => node(id, 'delay', { seconds });
/** Says what it gets. */
const log = (id: string, message = '{{ $ }}') => node(id, 'log', { message });

const flow = async (nodes: object[], ...written_: string[]): Promise<string[]> =>
  written(await bots.result({ nodes, edges: edges(...written_) }));

describe('Data', () => {
  test('flow from step to step', async () => {
    const pipeline = chain(
      start,
      transform('make', '{ "name": "Ada", "prices": [1, 2, 3.5] }'),
      log('first', '{{ name }} pays {{ $sum(prices) }}'),
      transform('total', '$sum(prices)'),
      log('last', '{{ $ }} of {{ $steps.make.name }}, {{ $trigger }}'),
    );
    assert.deepEqual(written(await bots.result(pipeline)), [
      'first: Ada pays 6.5',
      'last: 6.5 of Ada, ',
    ]);
  });

  test('go along every edge of a branch', async () => {
    const nodes = [start, transform('a', '1'), log('b'), log('c')];
    assert.deepEqual(await flow(nodes, 'start>a', 'a>b', 'a>c'), ['b: 1', 'c: 1']);
  });

  test('are joined where edges meet: once, by the ids of those that gave them', async () => {
    const nodes = [start, transform('a', '1'), transform('b', '2'), transform('c', '3'), log('d')];
    assert.deepEqual(
      await flow(nodes, 'start>a', 'start>b', 'b>c', 'a>d', 'c>d'),
      ['d: {"a":1,"c":3}'],
      'however long the branches are',
    );
  });

  test('are not waited for where a branch was not taken', async () => {
    const nodes = [start, condition('if', '1 = 1'), transform('a', '1'), transform('b', '2')];
    const written_ = ['start>if', 'if>a:true', 'if>b:false', 'a>end', 'b>end'];
    assert.deepEqual(await flow([...nodes, log('end')], ...written_), ['if: Yes.', 'end: 1']);
  });

  test('go the way of the outcome, and unchanged', async () => {
    const nodes = [start, transform('a', '7'), condition('if', '$ > 7'), log('yes'), log('no')];
    const given = await flow(nodes, 'start>a', 'a>if', 'if>yes', 'if>no:false');
    assert.deepEqual(given, ['if: No.', 'no: 7']);
  });

  test('go round a loop until its condition ends it', async () => {
    const nodes = [
      start,
      transform('zero', '0'),
      transform('next', '$ + 1'),
      condition('again', '$ < 3'),
      log('end'),
    ];
    const given = await flow(
      nodes,
      ...['start>zero', 'zero>next', 'next>again', 'again>next:true', 'again>end:false'],
    );
    assert.deepEqual(given, ['again: Yes.', 'again: Yes.', 'again: No.', 'end: 3']);
  });

  test('held by a delay let other branches go on, and joins wait for them', async () => {
    const nodes = [
      start,
      delay('hold', 0.05),
      log('late', 'late'),
      log('soon', 'soon'),
      log('end'),
    ];
    const given = await flow(
      nodes,
      ...['start>hold', 'hold>late', 'start>soon', 'late>end', 'soon>end'],
    );
    assert.deepEqual(given, [
      'hold: Waits for 0.05 seconds.',
      'soon: soon',
      'late: late',
      'end: {"soon":null,"late":null}',
    ]);
  });

  test('come from every trigger that a hand is', async () => {
    const nodes = [start, node('other', 'trigger', { on: 'manual' }), log('end', 'once')];
    assert.deepEqual(await flow(nodes, 'start>end', 'other>end'), ['end: once']);
  });

  test('begin where no edge leads, without any trigger', async () => {
    const nodes = [log('a', 'a'), log('b', 'b'), log('c', 'c')];
    assert.deepEqual(await flow(nodes, 'a>c', 'b>c'), ['a: a', 'b: b', 'c: c']);
  });

  test('may be named like anything', async () => {
    const nodes = [start, transform('__proto__', '1'), transform('constructor', '2'), log('end')];
    const given = await flow(
      nodes,
      'start>__proto__',
      'start>constructor',
      '__proto__>end',
      'constructor>end',
    );
    assert.deepEqual(given, ['end: {"__proto__":1,"constructor":2}']);
  });

  const empty: [string, object][] = [
    ['no pipeline', {}],
    ['no steps', { nodes: [], edges: [] }],
    ['nothing but a trigger', { nodes: [start] }],
    ['nothing that it could begin with', { nodes: [log('a')], edges: edges('a>a') }],
  ];
  for (const [what, pipeline] of empty) {
    test(`that are not there end at once: ${what}`, async () => {
      const lines = await bots.result(pipeline);
      assert.match(lines.at(-1)?.message ?? '', /^Run ended after [01] steps\.$/);
    });
  }
});

describe('An error', () => {
  test('ends the run, with the id of its node in the log', async () => {
    const pipeline = chain(start, log('a', 'before'), transform('bad', '1 +'), log('b', 'after'));
    const lines = await bots.result(pipeline, 'error');
    assert.deepEqual(written(lines), [
      'a: before',
      'bad: The expression is wrong: Unexpected end of expression',
    ]);
    const last = lines.at(-1);
    assert.equal(last?.level, 'error');
    assert.equal(last.node, 'bad');
    assert.equal(new Date(last.time).toISOString(), last.time);
    assert.equal(last.run, lines[0]?.run);
  });

  test('leaves other bots alone, and the next run of the same one', async () => {
    const other = await bots.create(chain(start, delay('wait', 0.1), log('end', 'fine')));
    await bots.run(other);
    const id = await bots.create(chain(start, log('bad', '{{ 1 + }}')));
    for (let round = 1; round <= 2; round += 1) {
      assert.deepEqual(await bots.run(id), { status: 'running' });
      await bots.reaches(id, 'error');
    }
    assert.equal((await bots.messages(id, 'bad')).length, 2);
    await bots.reaches(other, 'idle');
    assert.deepEqual(await bots.messages(other, 'end'), ['fine']);
  });
});
