import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { safeParse } from 'valibot';
import { schemasOf } from '../../src/api/all.schemas.ts';
import { namedOperations } from '../../src/api/operations.ts';
import { readOf } from '../../src/api/reads.ts';
import { faeDocument } from '../../scripts/openapi/document.ts';
import { expanded, type Documented } from './documented.ts';

interface Content {
  readonly schema: {
    readonly type?: string;
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly example?: unknown;
}

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly { name: string; in: string; required: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content | undefined>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, Content | undefined>> } | undefined>
  >;
  readonly 'x-extension'?: boolean;
  readonly 'x-audience': string;
}

const document = JSON.parse(JSON.stringify(faeDocument())) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};

const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
);

const operationAt = ({ method, path }: Documented): Described => {
  const found = document.paths[path]?.[method.toLowerCase()];
  assert.ok(found, `${method} ${path}`);
  return found;
};

/** The ways in: any one of them will do. */
const security: Readonly<Record<Documented['auth'], readonly string[]>> = {
  key: ['key', 'session'],
  public: ['key'],
  session: ['session', 'key'],
  none: [],
};

test('a linter finds nothing wrong with it', async () => {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, config, absoluteRef: '/fae.json' });
  assert.deepEqual(
    problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
    [],
  );
});

describe('what the document of the API promises', () => {
  for (const it of expanded) {
    test(`${it.method} ${it.path}`, () => {
      const found = operationAt(it);
      assert.equal(found.operationId, it.name);
      assert.equal(found['x-extension'], undefined);
      assert.equal(found['x-audience'], it.audience);
      assert.ok(found.responses[it.status]);
      const ways = found.security.flatMap((way) => Object.keys(way));
      const isProduct = it.name === 'payments.product';
      assert.deepEqual(ways, [...security[it.auth], ...(isProduct ? ['keyInQuery'] : [])]);

      for (const { name, required } of it.query ?? []) {
        const parameter = found.parameters?.find((given) => given.name === name);
        assert.equal(parameter?.in, 'query', name);
        assert.equal(parameter.required, required, name);
      }
      const isForm = it.body?.some(({ type }) => type === 'file');
      const type = isForm ? 'multipart/form-data' : 'application/json';
      const body = found.requestBody?.content[type];
      assert.equal(body !== undefined, it.body !== undefined);
      for (const { name, required } of it.body ?? []) {
        assert.ok(body?.schema.properties?.[name], name);
        assert.equal(body.schema.required?.includes(name) ?? false, required, name);
        assert.equal(body.schema.properties[name]['x-extension'], undefined, name);
      }
    });
  }
});

describe('every operation', () => {
  test('is there, and what the document lacks says so', () => {
    const promised = new Set(expanded.map(({ method, path }) => `${method} ${path}`));
    for (const [address, { summary, ...operation }] of described) {
      assert.ok(summary, address);
      assert.equal(operation['x-extension'] === true, !promised.has(address), address);
    }
    const ids = described.map(([, { operationId }]) => operationId);
    const names = namedOperations.filter(({ api }) => api === 'fae').map(({ name }) => name);
    assert.deepEqual(ids.toSorted(), [...names, 'health', 'stripe.webhook'].toSorted());
  });

  for (const { name, api, status = 200 } of namedOperations) {
    if (api !== 'fae') continue;
    test(`${name} has examples that are as it says`, () => {
      const [, operation] = described.find(([, { operationId }]) => operationId === name) ?? [];
      const { body, answer } = schemasOf(name);
      const json = operation?.requestBody?.content['application/json'];
      if (json) assert.ok(body && safeParse(body, json.example).success, 'the body');
      if (!answer) return;
      const content = operation?.responses[String(status)]?.content;
      const example = content?.['application/json']?.example;
      assert.deepEqual(readOf(name)(example), example, 'nothing to straighten');
      assert.ok(safeParse(answer, example).success, 'the answer');
    });
  }
});
