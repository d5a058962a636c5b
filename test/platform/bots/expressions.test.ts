/** What may be asked of expressions, and what they cannot do. */
import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import { createExpressions } from '../../../src/platform/bots/expressions.ts';

const expressions = createExpressions();
after(() => expressions.close());

const never = new AbortController().signal;
const input = { name: 'Ada', total: 3, items: [{ price: 2 }, { price: 5 }] };
const scope = { input, variables: { steps: { fetch: { status: 200 } }, trigger: null } };

const valueOf = async (source: string, as: 'value' | 'boolean' = 'value') =>
  (await expressions.evaluate([{ source, as }], scope, never))[0];

const faultOf = async (source: string): Promise<string> => {
  try {
    await valueOf(source);
  } catch (error) {
    assert.ok(error instanceof HttpError);
    return error.message;
  }
  throw new Error('it has a value');
};

describe('An expression', () => {
  const values: [string, unknown][] = [
    ['name', 'Ada'],
    ['total * 2', 6],
    ['$sum(items.price)', 7],
    ['items[price > 3]', { price: 5 }],
    ['$steps.fetch.status', 200],
    ['$trigger', null],
    ['{ "a": { "b": [name] } }', { a: { b: ['Ada'] } }],
    ['missing', undefined],
    ['$uppercase(name) & "!"', 'ADA!'],
  ];
  for (const [source, value] of values) {
    test(`${source} is ${value === undefined ? 'nothing' : JSON.stringify(value)}`, async () => {
      assert.deepEqual(await valueOf(source), value);
    });
  }

  const outcomes: [string, boolean][] = [
    ['total > 2', true],
    ['total > 3', false],
    ['missing', false],
    ['""', false],
    ['items', true],
    ['[]', false],
    ['$not($exists(missing))', true],
  ];
  for (const [source, outcome] of outcomes) {
    test(`${source}, as a condition, is ${outcome}`, async () => {
      assert.equal(await valueOf(source, 'boolean'), outcome);
    });
  }

  const refused: [string, string, RegExp][] = [
    ['that is none', 'total >', /wrong: .*end of expression/],
    ['of the wrong types', 'name + 1', /wrong: .*must evaluate to a number/],
    ['that never ends', '($f := function($n) { $f($n + 1) }; $f(1))', /timeout/],
    ['that never ends within another', '$eval("($f := function() { $f() }; $f())")', /timeout/],
    ['that calls itself too deep', '($f := function($n) { 1 + $f($n) }; $f(1))', /Stack overflow/],
    ['that is nested too deep', `${'('.repeat(900)}1${')'.repeat(900)}`, /Stack overflow/],
    ['with too long a list', '[1..5000000].{ "a": $ }', /sequence length/],
    ['with too large a value', '$pad("x", 300000)', /too large/],
    [
      'that fills the memory',
      '$length($base64encode($pad("x", 500000000)))',
      /memory|1\.5 seconds/,
    ],
    ['whose pattern never ends', `$match("${'a'.repeat(40)}!", /^(a+)+$/)`, /longer than 1\.5 s/],
  ];
  for (const [what, source, message] of refused) {
    test(`${what} is refused, and the next one is not`, async () => {
      assert.match(await faultOf(source), message);
      assert.equal(await valueOf('total'), 3);
    });
  }

  test('sees nothing of the program that it runs in', async () => {
    for (const source of ['process', 'globalThis', '"".constructor', '$lookup($, "__proto__")']) {
      assert.equal(await valueOf(source), undefined);
    }
    const polluting = '$ ~> |$|{ "__proto__": { "polluted": true } }|';
    await valueOf(polluting);
    assert.equal(await valueOf('$steps.polluted'), undefined);
  });

  test('is given up at once when nobody waits for it any more', async () => {
    const controller = new AbortController();
    const endless = { source: '($f := function() { $f() }; $f())', as: 'value' } as const;
    const begun = performance.now();
    const work = expressions.evaluate([endless], scope, controller.signal);
    const waiting = expressions.evaluate([endless], scope, controller.signal);
    controller.abort(new Error('nobody waits'));
    await assert.rejects(work, /nobody waits/);
    await assert.rejects(waiting, /nobody waits/);
    assert.ok(performance.now() - begun < 900);
    assert.equal(await valueOf('total'), 3);
  });
});
