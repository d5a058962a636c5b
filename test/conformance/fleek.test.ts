import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { safeParse } from 'valibot';
import { schemasOf } from '../../src/api/all.schemas.ts';
import { namedOperations, type NamedOperation } from '../../src/api/operations.ts';
import { createClient } from '../../src/client/index.ts';
import { exposureOf } from '../../src/proxy/exposure.ts';
import {
  agentId,
  documented,
  projectId,
  subscriptionId,
  type Documented,
} from './documented-fleek.ts';
import { methodOf } from './support.ts';

const described = namedOperations.filter(({ api }) => api === 'fleek');
const key = ({ method, path }: { readonly method: string; readonly path: string }) =>
  `${method} ${path}`;

const operationOf = (it: Documented): NamedOperation => {
  const found = described.find((operation) => key(operation) === key(it));
  assert.ok(found, `${key(it)} is not in the contract`);
  return found;
};

/** What stands for the parts of a path. */
const parts: Readonly<Record<string, string | readonly string[]>> = {
  agentId,
  subscriptionId,
  key: ['agents', 'a b'],
};

const parametersOf = (path: string) =>
  Object.fromEntries(
    [...path.matchAll(/\{\*?(\w+)\}/g)].map(([, name = '']) => [name, parts[name]]),
  );

const written = (path: string): string =>
  path.replace(/\{\*?(\w+)\}/g, (_, name: string) =>
    [parts[name] ?? ''].flat().map(encodeURIComponent).join('/'),
  );

const valuesOf = (fields: Documented['body'] = []): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ name, example }) => [name, example]));

test('the document has 19 operations; the one that takes any method is there five times', () => {
  assert.equal(documented.length, 19 + 4);
  assert.equal(new Set(documented.map(key)).size, documented.length);
});

for (const it of documented) {
  describe(key(it), () => {
    test('is in the contract', () => {
      const operation = operationOf(it);
      assert.equal(operation.name, it.name);
      assert.equal(operation.status ?? 200, it.status);
      assert.equal(operation.extension, undefined);
      assert.equal(operation.audience, it.audience);
      assert.equal(operation.paging === 'cursor', it.answers === 'page');
      assert.equal(operation.answer === 'binary', it.answers === 'bytes');
      assert.equal(schemasOf(operation.name).answer === undefined, it.answers === 'bytes');
    });

    test('takes the documented fields, and wants those that are required', () => {
      const operation = operationOf(it);
      const own = ({ name }: { name: string }) => name !== operation.workspace?.as;
      for (const place of ['query', 'body'] as const) {
        const fields = it[place] ?? [];
        if (!fields.every(own)) assert.equal(operation.workspace?.in, place);
        const schema = schemasOf(operation.name)[place];
        const asked = fields.filter(own);
        if (asked.length === 0) continue;
        assert.ok(schema);
        assert.ok(safeParse(schema, valuesOf(asked)).success, `${place} as documented`);
        for (const { name, required } of asked) {
          const without = valuesOf(asked.filter((field) => field.name !== name));
          assert.equal(safeParse(schema, without).success, !required, `without ${name}`);
        }
      }
    });

    test('is sent by the client, as documented', async () => {
      const sent: Request[] = [];
      const client = createClient({
        fleek: {
          url: 'https://fleek.example/api',
          key: 'secret',
          project: projectId,
          fetch: async (input, init) => {
            sent.push(new Request(input, init));
            return Response.json({ error: 'Not today.' }, { status: 400 });
          },
        },
      });
      const input = { ...parametersOf(it.path), ...valuesOf(it.query), ...valuesOf(it.body) };
      await assert.rejects(methodOf(client, it.name)(input), { code: 'invalid_request' });
      const [request] = sent;
      assert.ok(request);
      const url = new URL(request.url);
      assert.equal(request.method, it.method);
      assert.equal(url.pathname, `/api${written(it.path)}`);
      assert.equal(request.headers.get('x-api-key'), 'secret');
      for (const { name, example } of it.query ?? []) {
        assert.equal(url.searchParams.get(name), example, name);
      }
      if (it.body) assert.deepEqual(await request.json(), valuesOf(it.body));
      else assert.equal(request.body, null);
    });

    test(`is for ${it.audience}s in the proxy`, () => {
      const { name } = operationOf(it);
      assert.equal(exposureOf(['*'], false).has(name), it.audience === 'visitor');
      if (it.audience === 'operator') assert.throws(() => exposureOf([name], false));
    });
  });
}

describe('what is ours', () => {
  const promised = new Set(documented.map(key));
  const invented = described.filter((it) => !promised.has(key(it)));

  test('is marked as an extension, and for visitors only where the proxy makes the request', () => {
    const forVisitors = ['agents.profile', 'agents.peers', 'agents.message'];
    for (const { name, extension, audience } of invented) {
      assert.equal(extension, true, name);
      assert.equal(audience === 'visitor', forVisitors.includes(name), name);
    }
  });

  test('is in the client', () => {
    const client = createClient({ endpoint: '/fae' });
    for (const { name } of invented) methodOf(client, name);
  });
});
