/** Whatever is wrong with a request, of whatever operation: it is told, and nothing has changed. */
import assert from 'node:assert/strict';
import test, { after, before, beforeEach, describe } from 'node:test';
import { namedOperations, type NamedOperation } from '../../../src/api/operations.ts';
import type { TestPlatform } from '../support.ts';
import {
  badFields,
  badFilenames,
  badForms,
  badJson,
  badQueries,
  malformedIds,
  malformedSegments,
  type Bad,
} from './badness.ts';
import {
  assertRefusal,
  call,
  callRightfully,
  digestOf,
  forgetTries,
  type CallerName,
  type Twist,
} from './calls.ts';
import { buildHouse, type House, type Things } from './house.ts';
import { requests, type Wish } from './requests.ts';
import { startTown, type Town } from './town.ts';

type Answer = Awaited<ReturnType<typeof call>>;

const unknownId = '0123456789abcdef01234567';
const unknownUuid = '01234567-89ab-4def-8123-456789abcdef';

/** Where a wish names something that is not there, and the answer is not 404. */
const unknownAnswers: Readonly<Record<string, number>> = {
  // Who has no place there is not told what there is.
  'auth.register': 403,
  'auth.resetPassword': 403,
  'auth.login': 401,
  // A reference to something is a field like any other.
  'nfts.create': 400,
};

/** Those that read, beside all that are GET, and those that everybody may. */
const forViewers = new Set(['characters.response', 'tts.speak', 'agents.message', 'auth.logout']);

/** What reads more than is for viewers. */
const forEditors = new Set(['bots.get', 'agents.apiGet']);

/** Whoever is in any workspace may use it. */
const isGlobal = ({ name, auth }: NamedOperation): boolean =>
  name.startsWith('tokens.') ||
  ['apps.templates', 'workspaces.list', 'workspaces.create', 'auth.logout'].includes(name) ||
  ['plans.list', 'projects.list'].includes(name) ||
  auth === 'none';

const nobody = 'nobody@example.com';

/** What is not there, in a workspace that is. */
const unknownThings = ({ things }: House): Things => ({
  ...(Object.fromEntries(
    Object.keys(things).map((kind) => [kind, unknownId]),
  ) as unknown as Things),
  workspace: things.workspace,
  project: things.project,
  draft: unknownUuid,
  agent: unknownUuid,
  stopped: unknownUuid,
  hosted: unknownUuid,
  apiToken: unknownUuid,
  email: nobody,
  invitedEmail: nobody,
});

const same = (one: Wish, other: Wish): boolean => JSON.stringify(one) === JSON.stringify(other);

let town: Town;
let server: TestPlatform;
let house: House;
let neighbours: House;

before(async () => {
  town = await startTown();
  server = town.server;
  [house, neighbours] = [await buildHouse(town), await buildHouse(town)];
});
after(() => town.close());
beforeEach(() => forgetTries(server));

/** Does something that must change nothing. */
const changingNothing = async (work: () => Promise<void>): Promise<void> => {
  const digest = await digestOf(server);
  await work();
  assert.equal(await digestOf(server), digest, 'something has changed');
};

const refuseAll = (operation: NamedOperation, all: readonly Bad[]): Promise<void> =>
  changingNothing(async () => {
    for (const { title, wish, twist, status } of all) {
      assertRefusal(await callRightfully(server, house, operation, wish, twist), status, title);
    }
  });

test('There is a request for every operation', () => {
  const names = namedOperations.map(({ name }) => name);
  assert.deepEqual(Object.keys(requests).toSorted(), names.toSorted());
});

for (const operation of namedOperations) {
  const { name, api, method, path, auth, workspace, body } = operation;
  const request = requests[name];
  const expectUnknown = unknownAnswers[name] ?? 404;

  /** As somebody else. */
  const callAs = async (caller: CallerName, wish: Wish, twist?: Twist): Promise<Answer> =>
    call(server, operation, wish, await house.headersOf(caller, api), twist);

  describe(`${name} refuses`, () => {
    if (body === 'json') {
      test('what is no JSON object, or too large a one', () =>
        refuseAll(operation, badJson(operation, request(house.things))));

      test('missing fields, and fields of a wrong type', () =>
        refuseAll(operation, badFields(operation, request(house.things))));
    }

    if (body === 'form') {
      test('what is no whole form with a file', () =>
        refuseAll(operation, badForms(request(house.things))));
    }

    if (name === 'apps.upload') {
      test('names that lead out of the app', () =>
        refuseAll(operation, badFilenames(request(house.things))));
    }

    if (operation.query?.length) {
      test('a query that is not as described', () =>
        refuseAll(operation, badQueries(operation, request(house.things))));
    }

    test('what is about nothing: unknown, deleted, or of another workspace', () =>
      changingNothing(async () => {
        const valid = request(house.things);
        const { workspace, project } = house.things;
        const elsewhere = { ...neighbours.things, workspace, project };
        for (const [title, wish] of [
          ['unknown', request(unknownThings(house))],
          ['deleted', request({ ...house.gone, session: unknownId, email: nobody })],
          ['foreign', request({ ...elsewhere, email: nobody })],
        ] as const) {
          if (same(wish, valid) || (title === 'foreign' && auth === 'none')) continue;
          assertRefusal(await callRightfully(server, house, operation, wish), expectUnknown, title);
        }
      }));

    if (path.includes('{')) {
      test('ids that are none', () =>
        changingNothing(async () => {
          const valid = request(house.things);
          for (const parameter of Object.keys(valid.params ?? {})) {
            for (const id of parameter === 'key' ? malformedSegments : malformedIds) {
              const wish = { ...valid, params: { ...valid.params, [parameter]: id } };
              const answer = await callRightfully(server, house, operation, wish, { raw: true });
              assertRefusal(answer, 404, `${parameter}: ${id.slice(0, 50)}`);
            }
          }
        }));
    }

    if (auth !== 'account' && auth !== 'none') {
      test('to act in another workspace', () =>
        changingNothing(async () => {
          const place = api === 'fae' ? 'workspace' : 'project';
          const field = workspace?.as ?? (api === 'fae' ? 'workspace' : 'projectId');
          const wish = request(house.things);
          const other = neighbours.things[place];
          for (const search of [
            `?${field}=${other}`,
            `?${field}=${other}&${field}=${wish.query?.[field]}`,
            `?${field}=`,
            `?${field}=%00`,
          ]) {
            const answer = await callRightfully(server, house, operation, wish, { search });
            assertRefusal(answer, 403, search);
          }
          if (body !== 'json') return;
          for (const [value, status] of [
            [other, 403],
            ['', 403],
            ['\0', 403],
            [null, 400],
            [7, 400],
            [[other], 400],
          ] as const) {
            const there = { ...wish, body: { ...wish.body, [field]: value } };
            const answer = await callRightfully(server, house, operation, there);
            assertRefusal(answer, status, `${field}: ${JSON.stringify(value)}`);
          }
        }));
    }

    if (auth !== 'none') {
      test('who has no key, a wrong one, or a session that has expired', () =>
        changingNothing(async () => {
          const wish = request(house.things);
          assertRefusal(await callAs('nobody', wish), 401, 'nobody');
          assertRefusal(await callAs('a wrong key', wish), 403, 'a wrong key');
          assertRefusal(await callAs('the other API’s key', wish), 403, 'the other API’s key');
          assertRefusal(await callAs('an expired session', wish), 401, 'an expired session');
        }));
    }

    if (forEditors.has(name) || (auth !== 'none' && method !== 'GET' && !forViewers.has(name))) {
      test('a viewer', () =>
        changingNothing(async () => {
          const answer = await callAs('a viewer', request(house.things));
          assertRefusal(answer, auth === 'public' ? 401 : 403, 'a viewer');
        }));
    }

    if (!isGlobal(operation)) {
      test('another workspace’s people, and its key', () =>
        changingNothing(async () => {
          const wish = request(house.things);
          const owner = await neighbours.headersOf('an owner', api);
          const byOwner = await call(server, operation, wish, owner);
          assertRefusal(byOwner, auth === 'public' ? 401 : [403, 404], 'its owner');
          const byKey = await call(
            server,
            operation,
            wish,
            await neighbours.headersOf('the key', api),
          );
          assertRefusal(byKey, [403, 404], 'its key');
        }));
    }
  });
}

describe('Refusals are not for want of a right request:', () => {
  for (const operation of namedOperations) {
    const { name, method, status = 200 } = operation;
    test(`${name} answers one as it says`, async () => {
      const takesAway = method === 'DELETE' || name === 'workspaces.regenerateKey';
      const place = takesAway ? await buildHouse(town) : house;
      const answer = await callRightfully(server, place, operation, requests[name](place.things));
      assert.equal(answer.status, status, answer.text);
    });
  }
});
