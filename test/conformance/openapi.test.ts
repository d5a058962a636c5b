import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { safeParse } from 'valibot';
import { schemasOf } from '../../src/api/all.schemas.ts';
import { apis, namedOperations, type ApiName } from '../../src/api/operations.ts';
import { readOf } from '../../src/api/reads.ts';
import { describedApis } from '../../scripts/openapi/document.ts';
import { documented as documentedFleek } from './documented-fleek.ts';
import { expanded as documentedFae } from './documented.ts';
import { addressesIn, answerOf, writtenDocument } from './openapi-support.ts';

interface Promised {
  readonly method: string;
  readonly path: string;
}

/** What each API's own document promises, and what ours has that is no operation. */
const apart: Readonly<
  Record<ApiName, { readonly promised: readonly Promised[]; readonly beside: readonly string[] }>
> = {
  fae: { promised: documentedFae, beside: ['health', 'stripe.webhook'] },
  fleek: { promised: documentedFleek, beside: [] },
};

for (const api of Object.keys(apis) as ApiName[]) {
  describe(`the document of ${api}`, () => {
    const document = writtenDocument(api);
    const described = addressesIn(document);
    const operations = namedOperations.filter((operation) => operation.api === api);
    const { promised, beside } = apart[api];
    const { wire } = describedApis[api];

    test('has nothing wrong with it that a linter finds', async () => {
      const config = await createConfig({ extends: ['recommended-strict'] });
      const source = JSON.stringify(document);
      const problems = await lintFromString({ source, config, absoluteRef: `/${api}.json` });
      assert.deepEqual(
        problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
        [],
      );
    });

    test('has every operation, and says which of them the API’s own lacks', () => {
      const known = new Set(promised.map(({ method, path }) => `${method} ${path}`));
      for (const [address, { summary, ...operation }] of described) {
        assert.ok(summary, address);
        const isKnown = known.has(address) || known.has(address.replace('{key}', '{*key}'));
        assert.equal(operation['x-extension'] === true, !isKnown, address);
      }
      assert.deepEqual(
        described.map(([, { operationId }]) => operationId).toSorted(),
        [...operations.map(({ name }) => name), ...beside].toSorted(),
      );
    });

    test('tells of refusals with an example of each', () => {
      for (const [address, { responses }] of described) {
        const refusals = Object.entries(responses).filter(([status]) => !status.startsWith('2'));
        assert.ok(refusals.length > 0, address);
        for (const [status, { $ref = '' } = {}] of refusals) {
          const name = $ref.replace('#/components/responses/', '');
          assert.ok(name.startsWith(status), `${address} ${status}`);
          const json = document.components.responses[name]?.content['application/json'];
          const { error, code } = (json?.example ?? {}) as Record<string, unknown>;
          assert.ok(error && code, `${address} ${status}`);
        }
      }
    });

    for (const { name } of operations) {
      test(`has examples of ${name} that are as it says`, () => {
        const [, operation] = described.find(([, { operationId }]) => operationId === name) ?? [];
        assert.ok(operation);
        const { body, answer } = schemasOf(name);
        const json = operation.requestBody?.content['application/json'];
        if (json) assert.ok(json.example);
        if (json && body) assert.ok(safeParse(body, json.example).success, 'the body');
        if (!answer) return;
        const { example } = answerOf(operation) ?? {};
        const read = readOf(name)(example);
        const coming = wire[name];
        if (coming) assert.ok(safeParse(coming, example).success, 'the answer as it comes');
        else assert.deepEqual(read, example, 'nothing to straighten');
        assert.ok(safeParse(answer, read).success, 'the answer');
      });
    }
  });
}
