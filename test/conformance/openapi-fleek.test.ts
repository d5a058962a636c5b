import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { documented, itemFields, type AnswerType, type Documented } from './documented-fleek.ts';
import { answerOf, operationAt, waysInto, writtenDocument } from './openapi-support.ts';

const document = writtenDocument('fleek');

const typeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
};

const fits = (value: unknown, type: AnswerType): boolean =>
  typeOf(value) === type.replace('?', '') || (type.endsWith('?') && value === null);

const operationOf = ({ path, ...it }: Documented) =>
  operationAt(document, { ...it, path: path.replace('{*', '{') });

const record = (value: unknown): Readonly<Record<string, unknown>> => {
  assert.equal(typeOf(value), 'object');
  return value as Readonly<Record<string, unknown>>;
};

const only = (value: unknown): Readonly<Record<string, unknown>> => {
  assert.ok(Array.isArray(value) && value.length === 1);
  return record(value[0]);
};

/** The answer itself, or the item of a list or page. */
const subjectOf = (it: Documented, example: unknown) => {
  if (it.answers === 'list') return only(example);
  return it.answers === 'page' ? only(record(example)['data']) : record(example);
};

describe('what the document of the Fleek API promises', () => {
  for (const it of documented) {
    test(`${it.method} ${it.path}`, () => {
      const found = operationOf(it);
      assert.equal(found.operationId, it.name);
      assert.equal(found['x-audience'], it.audience);
      assert.ok(found.responses[it.status]);
      for (const { name, required } of it.query ?? []) {
        const parameter = found.parameters?.find((given) => given.name === name);
        assert.equal(parameter?.in, 'query', name);
        assert.equal(parameter.required, required, name);
      }
      const { properties = {}, required: needed = [] } =
        found.requestBody?.content['application/json']?.schema ?? {};
      for (const { name, required } of it.body ?? []) {
        assert.ok(properties[name], name);
        assert.equal(needed.includes(name), required, name);
        assert.equal(properties[name]['x-extension'], undefined, name);
      }
    });
  }

  for (const it of documented.filter(({ answers }) => answers !== 'bytes')) {
    test(`${it.name} answers with every field, over the wire`, () => {
      const example = answerOf(operationOf(it))?.example;
      const subject = subjectOf(it, example);
      for (const [name, type] of Object.entries(it.fields ?? {})) {
        assert.ok(fits(subject[name], type), `${name}: ${JSON.stringify(subject[name])}`);
      }
      if (!it.name.startsWith('subscriptions.')) return;
      const item = only(subject['items']);
      for (const [name, type] of Object.entries(itemFields))
        assert.ok(fits(item[name], type), name);
    });
  }

  for (const { ways, ...it } of documented.filter(({ answers }) => answers === 'page')) {
    test(`${it.name} answers a page, with the ways on and back`, () => {
      const content = answerOf(operationOf(it));
      const example = record(content?.example);
      assert.deepEqual(Object.keys(example), ['data', ...(ways ?? [])]);
      assert.deepEqual(content?.schema.required, ['data', ...(ways ?? [])]);
      for (const way of ways ?? []) assert.ok(fits(example[way], 'string?'), way);
      const [next = ''] = ways ?? [];
      // Absolute where they are called pages.
      if (next === 'next_page') assert.ok(URL.canParse(String(example[next])));
    });
  }
});

describe('the ways into the Fleek API', () => {
  const waysOf = (name: string): readonly string[] => {
    for (const methods of Object.values(document.paths)) {
      const found = Object.values(methods).find(({ operationId }) => operationId === name);
      if (found) return waysInto(found);
    }
    return assert.fail(name);
  };

  test('are the project’s key and a session, and the agent’s token where visitors may ask', () => {
    assert.deepEqual(waysOf('agents.list'), ['key', 'session']);
    for (const name of ['agents.status', 'agents.profile', 'agents.peers', 'agents.message']) {
      assert.deepEqual(waysOf(name), ['key', 'agent', 'session'], name);
    }
    assert.deepEqual(waysOf('projects.create'), ['session']);
    assert.deepEqual(waysOf('agents.attestation'), []);
  });
});

describe('an agent’s own interface', () => {
  const path = '/v1/ai-agents/{agentId}/api/{key}';

  test('is one parameter in the path, which says that it may be several segments', () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { parameters = [] } = operationAt(document, { method, path });
      const key = parameters.find(({ name }) => name === 'key');
      assert.equal(key?.in, 'path', method);
      assert.equal(key.schema.type, 'string');
      assert.match(key.schema.description ?? '', /several/);
    }
  });

  test('takes any query, and any JSON where the method has a body', () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { parameters = [], requestBody } = operationAt(document, { method, path });
      assert.ok(parameters.some((it) => it.in === 'query' && it.schema.type === 'object'));
      assert.equal(requestBody !== undefined, method.startsWith('P'), method);
      if (!requestBody) continue;
      assert.equal(requestBody.required, false);
      assert.deepEqual(requestBody.content['application/json']?.schema, {});
    }
  });

  test('refuses as Eliza does, in plain text, or as everything else does', () => {
    const { responses } = operationAt(document, { method: 'GET', path });
    const name = responses['404']?.$ref?.replace('#/components/responses/', '') ?? '';
    const { content = {} } = document.components.responses[name] ?? {};
    assert.deepEqual(Object.keys(content), ['application/json', 'text/plain']);
  });
});

test('Publishing may have to be paid for, and is for drafts alone', () => {
  const path = '/v1/ai-agents/{agentId}/publish';
  const { responses } = operationAt(document, { method: 'POST', path });
  for (const status of ['400', '402', '409']) assert.ok(responses[status], status);
});
