import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { expanded, type Documented } from './documented.ts';
import { operationAt, waysInto, writtenDocument } from './openapi-support.ts';

const document = writtenDocument('fae');

/** The ways in: any one of them will do. */
const security: Readonly<Record<Documented['auth'], readonly string[]>> = {
  key: ['key', 'session'],
  public: ['key'],
  session: ['session', 'key'],
  none: [],
};

describe('what the document of the FAE API promises', () => {
  for (const it of expanded) {
    test(`${it.method} ${it.path}`, () => {
      const found = operationAt(document, it);
      assert.equal(found.operationId, it.name);
      assert.equal(found['x-audience'], it.audience);
      assert.ok(found.responses[it.status]);
      const isProduct = it.name === 'payments.product';
      assert.deepEqual(waysInto(found), [
        ...security[it.auth],
        ...(isProduct ? ['keyInQuery'] : []),
      ]);

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
