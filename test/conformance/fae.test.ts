import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { safeParse, type GenericSchema } from 'valibot';
import { schemasOf } from '../../src/api/all.schemas.ts';
import { fae, namedOperations, type NamedOperation } from '../../src/api/operations.ts';
import { createClient } from '../../src/client/index.ts';
import { exposureOf } from '../../src/proxy/exposure.ts';
import { documented, expanded, id, types, type Documented, type Field } from './documented.ts';
import { methodOf } from './support.ts';

const described = namedOperations.filter(({ api }) => api === 'fae');
const key = ({ method, path }: { readonly method: string; readonly path: string }) =>
  `${method} ${path}`;

const operationOf = (it: Documented): NamedOperation => {
  const found = described.find((operation) => key(operation) === key(it));
  assert.ok(found, `${key(it)} is not in the contract`);
  return found;
};

const wrongType: Readonly<Record<Field['type'], unknown>> = {
  string: 7,
  number: 'many',
  boolean: 'yes',
  'string[]': 'one',
  file: 'a path',
};

/** Fields with their examples. */
const valueOf = (fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ name, example }) => [name, example]));

const accepts = (schema: GenericSchema | undefined, value: unknown): boolean =>
  schema !== undefined && safeParse(schema, value).success;

describe('the document', () => {
  test('has 44 operations, 60 with the types of media written out', () => {
    assert.equal(documented.length, 44);
    assert.equal(expanded.length, 60);
    assert.equal(new Set(expanded.map(key)).size, 60);
  });
});

for (const it of expanded) {
  describe(key(it), () => {
    test('is in the contract', () => {
      const operation = operationOf(it);
      assert.equal(operation.name, it.name);
      assert.equal(operation.auth, it.auth);
      assert.equal(operation.status ?? 200, it.status);
      assert.equal(operation.extension, undefined);
      assert.equal(operation.answer === 'binary', it.answers === 'bytes');
      const schema = schemasOf(operation.name).answer;
      if (schema) assert.equal(schema.type === 'array', it.answers === 'list');
      assert.equal(schema === undefined, it.answers === 'bytes');
    });

    test('takes the documented fields, and wants those that are required', () => {
      const operation = operationOf(it);
      const schemas = schemasOf(operation.name);
      for (const place of ['query', 'body'] as const) {
        const all = it[place] ?? [];
        const named = all.filter(({ name }) => name === operation.workspace?.as);
        if (named.length > 0) assert.equal(operation.workspace?.in, place);
        const fields = all.filter((field) => !named.includes(field));
        if (place === 'query') {
          assert.deepEqual(
            operation.query ?? [],
            fields.map(({ name }) => name),
          );
        }
        if (fields.length === 0) continue;
        const schema = schemas[place];
        const whole = valueOf(fields);
        assert.ok(accepts(schema, whole), `${place} as documented`);
        for (const { name, type, required, also = [], never = [] } of fields) {
          const without = valueOf(fields.filter((field) => field.name !== name));
          assert.equal(accepts(schema, without), !required, `without ${name}`);
          if (place === 'query') continue;
          const accepted = (value: unknown) => accepts(schema, { ...whole, [name]: value });
          for (const value of also) assert.ok(accepted(value), `${name}: ${String(value)}`);
          for (const value of [wrongType[type], ...never]) {
            assert.equal(accepted(value), false, `${name}: ${String(value)}`);
          }
        }
      }
      const isForm = it.body?.some(({ type }) => type === 'file');
      assert.equal(operation.body, it.body && (isForm ? 'form' : 'json'));
    });

    test('is sent by the client, as documented', async () => {
      const sent: Request[] = [];
      const client = createClient({
        fae: {
          url: 'https://fae.example/api',
          key: 'secret',
          workspace: id,
          fetch: async (input, init) => {
            sent.push(new Request(input, init));
            return Response.json({ error: 'Not today.' }, { status: 400 });
          },
        },
      });
      const parameters = [...it.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, id]);
      const fields = [...(it.query ?? []), ...(it.body ?? [])].filter(
        ({ name }) => !name.startsWith('workspace'),
      );
      const input = { ...Object.fromEntries(parameters), ...valueOf(fields) };
      await assert.rejects(methodOf(client, it.name)(input), { code: 'invalid_request' });
      const [request] = sent;
      assert.ok(request);
      const url = new URL(request.url);
      assert.equal(request.method, it.method);
      assert.equal(url.pathname, `/api${it.path.replace(/\{\w+\}/g, id)}`);
      assert.equal(request.headers.get('x-api-key'), 'secret');
      for (const { name, example } of it.query ?? []) {
        assert.equal(url.searchParams.get(name), example);
      }
      if (!it.body) assert.equal(request.body, null);
      else if (operationOf(it).body === 'form') {
        const form = await request.formData();
        for (const { name } of it.body) assert.ok(form.has(name), name);
      } else {
        const body = (await request.json()) as Record<string, unknown>;
        for (const { name, example } of it.body) assert.deepEqual(body[name], example, name);
      }
    });

    test(`is for ${it.audience}s in the proxy`, () => {
      const { name } = operationOf(it);
      assert.equal(exposureOf(['*'], false).has(name), it.audience === 'visitor');
      if (it.audience === 'operator') assert.throws(() => exposureOf([name], false));
    });
  });
}

describe('what is ours', () => {
  const promised = new Set(expanded.map(key));
  const invented = described.filter((it) => !promised.has(key(it)));

  test('is marked as an extension, and is for operators', () => {
    for (const { name, extension, audience } of invented) {
      assert.equal(extension, true, name);
      assert.equal(audience, 'operator', name);
    }
  });

  test('is in the client', () => {
    const client = createClient({ endpoint: '/fae' });
    for (const { name } of invented) methodOf(client, name);
  });

  test('is the same for each type of media, but for the models’ bytes', () => {
    for (const type of types) {
      const verbs = Object.keys(fae[type]).filter((verb) => verb !== 'content');
      assert.deepEqual(verbs, ['list', 'register', 'upload', 'update', 'delete']);
      assert.equal('content' in fae[type], type === 'models');
    }
  });
});
