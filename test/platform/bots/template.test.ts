import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  fillEach,
  fillJson,
  fillText,
  fillUrl,
  type Filling,
} from '../../../src/platform/bots/template.ts';

/** Fills in values by the expressions that are asked for. */
const filled = <T>({ expressions, build }: Filling<T>, values: Record<string, unknown> = {}): T =>
  build(expressions.map((it) => values[it]));

describe('A template', () => {
  const texts: [string, Record<string, unknown>, string][] = [
    ['plain', {}, 'plain'],
    ['', {}, ''],
    ['Hello {{ name }}!', { name: 'Ada' }, 'Hello Ada!'],
    ['{{a}}{{b}}', { a: 1, b: true }, '1true'],
    ['[{{ missing }}]', {}, '[]'],
    ['{{ list }}', { list: [1, { a: 'b' }] }, '[1,{"a":"b"}]'],
    ['{{ {"a": {"b": 1} } }}', { '{"a": {"b": 1} }': 'spaced' }, 'spaced'],
    ['{{ {"a": {"b": 1}} }}', { '{"a": {"b": 1': 'cut' }, 'cut }}'],
    ['open {{ end', {}, 'open {{ end'],
    ['}} {{ x }}', { x: '{{ y }}' }, '}} {{ y }}'],
  ];
  for (const [template, values, text] of texts) {
    test(`${JSON.stringify(template)} becomes ${JSON.stringify(text)}`, () => {
      assert.equal(filled(fillText(template), values), text);
    });
  }

  test('of thousands of braces is read at once', () => {
    const begun = performance.now();
    assert.equal(filled(fillText('{{'.repeat(4000))), '{{'.repeat(4000));
    assert.ok(performance.now() - begun < 50);
  });
});

describe('A URL', () => {
  test('has values percent-encoded, so that they lead nowhere else', () => {
    const url = fillUrl('https://a.example/{{ id }}/x?q={{ q }}');
    assert.equal(
      filled(url, { id: '../admin?a=b#c', q: 'ä & @' }),
      'https://a.example/..%2Fadmin%3Fa%3Db%23c/x?q=%C3%A4%20%26%20%40',
    );
    assert.throws(() => filled(url, { id: '..', q: '' }), /cannot stand in an address/);
    assert.throws(() => filled(url, { id: '.', q: '' }), /cannot stand in an address/);
  });

  test('that is one expression is its value', () => {
    const value = 'https://a.example/b?c=d';
    assert.equal(filled(fillUrl(' {{ url }} '), { url: value }).trim(), value);
  });
});

describe('JSON', () => {
  test('has the values of lone expressions, and texts with the others', () => {
    const template = {
      count: '{{ n }}',
      text: 'n is {{ n }}',
      list: ['{{ list }}', 7, null],
      deep: { missing: '{{ missing }}' },
      ['__proto__']: '{{ n }}',
    };
    assert.deepEqual(
      filled(fillJson(JSON.parse(JSON.stringify(template)) as unknown), { n: 3, list: [1, 2] }),
      JSON.parse(
        '{"count":3,"text":"n is 3","list":[[1,2],7,null],"deep":{"missing":null},"__proto__":3}',
      ),
    );
  });

  test('of several parts asks for the expressions of all', () => {
    const both = fillEach({ one: fillText('{{ a }}-{{ b }}'), other: fillText('{{ c }}') });
    assert.deepEqual(both.expressions, ['a', 'b', 'c']);
    assert.deepEqual(filled(both, { a: 1, b: 2, c: 3 }), { one: '1-2', other: '3' });
  });
});
