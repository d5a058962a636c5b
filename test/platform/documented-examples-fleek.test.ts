/**
 * The examples of the Fleek AI Agents API's document, as they are written there, with curl: but for the
 * host, ids, keys and placeholders. Every operation with its fields and types:
 * `test/conformance/platform-fleek.test.ts`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { after, before, describe } from 'node:test';
import { promisify } from 'node:util';
import { pace } from './agents/support.ts';
import { startPlatform, type TestPlatform } from './support.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const hasShell = await run('sh', ['-c', 'curl --version']).then(
  () => true,
  () => false,
);

type Answer = Readonly<Record<string, unknown>>;

const character = (name: string) => JSON.stringify({ name, bio: 'Built engines.' });

/** A JSON text within a JSON text, within the quotes of a shell. */
const quoted = (text: string) => JSON.stringify(text).slice(1, -1);

describe('The examples of the document:', { skip: hasShell ? false : 'no curl here' }, () => {
  let server: TestPlatform;
  /** What stands for what, in all examples. */
  const places = new Map<string, string>();
  before(async () => {
    server = await startPlatform({}, { pace });
    const { key, project } = server.platform.fleek;
    for (const [place, value] of [
      ['https://api.fleek.xyz', server.origin],
      ['YOUR_SECRET_TOKEN', key],
      ['your_x_api_key', key],
      ['your_project_id', project],
      ['{projectId}', project],
      ['{*key}', 'agents'],
      ['{PUT_YOUR_JSON_CONFIGURATION_HERE_AS_A_STRING}', quoted(character('Ada'))],
      ['{UPDATED_JSON_CONFIGURATION_AS_STRING}', quoted(character('Grace'))],
    ] as const) {
      places.set(place, value);
    }
  });
  after(() => server.close());

  /** Runs an example. */
  const curl = async (example: string, status: number): Promise<string> => {
    const filled = [...places].reduce((text, [place, it]) => text.replaceAll(place, it), example);
    const command = `${filled} --silent --write-out '\n%{http_code}'`;
    const { stdout } = await run('sh', ['-c', command]);
    const end = stdout.lastIndexOf('\n');
    assert.equal(stdout.slice(end + 1), String(status), stdout);
    return stdout.slice(0, end);
  };
  const json = async (example: string, status = 200): Promise<Answer> =>
    JSON.parse(await curl(example, status)) as Answer;

  test('2. Create an AI Agent draft', async () => {
    const draft = await json(
      `curl https://api.fleek.xyz/api/v2/ai-agents \\
--request POST \\
--header 'Content-Type: application/json' \\
--header 'X-Api-Key: YOUR_SECRET_TOKEN' \\
--data '{
"avatar": "dGVzdGltYWdlZGF0YQ==",
"config": "{PUT_YOUR_JSON_CONFIGURATION_HERE_AS_A_STRING}",
"name": "AI_Agent_name",
"projectId": "your_project_id"
}'`,
      201,
    );
    const { id, avatar, status, name, projectId, characterFile } = draft;
    places.set('{agentId}', String(id));
    assert.deepEqual(
      { avatar, status, name, projectId, characterFile },
      {
        avatar: 'dGVzdGltYWdlZGF0YQ==',
        status: 'Draft',
        name: 'AI_Agent_name',
        projectId: places.get('your_project_id'),
        characterFile: character('Ada'),
      },
    );
  });

  test('1. List All AI Agents', async () => {
    const page = await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents?size=10' \\
--header 'X-Api-Key: YOUR_SECRET_TOKEN'`);
    const agents = page['data'] as Answer[];
    const draft = agents.find(({ id }) => id === places.get('{agentId}'));
    assert.deepEqual([draft?.['name'], draft?.['status']], ['AI_Agent_name', 'Draft']);
    assert.equal(draft?.['character_file'], character('Ada'));
    assert.deepEqual([page['next_page'], page['prev_page']], [null, null]);
  });

  test('3. Publish a draft AI', async () => {
    const agent = await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}/publish' \\
--request POST \\
--header 'X-Api-Key: your_x_api_key'`);
    assert.deepEqual([agent['status'], agent['characterFile']], ['Created', character('Ada')]);
  });

  const get = `curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}' \\
--header 'X-Api-Key: your_x_api_key'`;
  const getsTo = (status: string) => until(async () => (await json(get))['status'] === status);

  test('4. Get an AI Agent', async () => {
    await getsTo('Running');
    const agent = await json(get);
    assert.deepEqual(
      [agent['id'], agent['character_file'], agent['deletedAt']],
      [places.get('{agentId}'), character('Ada'), null],
    );
  });

  test('5. Update an AI Agent', async () => {
    const agent = await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}' \\
--request PUT \\
--header 'Content-Type: application/json' \\
--header 'X-Api-Key: your_x_api_key' \\
--data '{
"avatar": "dGVzdGltYWdlZGF0YQ==",
"characterFile": "{UPDATED_JSON_CONFIGURATION_AS_STRING}",
"name": "UpdatedAgentName"
}'`);
    assert.equal(agent['name'], 'UpdatedAgentName');
    assert.equal(agent['character_file'], character('Grace'));
    await getsTo('Running');
  });

  test('7. Get the logs from an AI agent', async () => {
    const page = await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}/logs' \\
--header 'X-Api-Key: your_x_api_key'`);
    const lines = page['data'] as Answer[];
    assert.deepEqual(
      lines.map(({ message }) => message).filter((it) => String(it).startsWith('Running')),
      ['Running as Ada, version 1.', 'Running as Grace, version 2.'],
    );
    for (const { id, timestamp, priority } of lines) {
      assert.deepEqual(
        [id, timestamp, priority].map((it) => typeof it),
        ['string', 'number', 'number'],
      );
      assert.ok(Math.abs(Number(timestamp) - Date.now() / 1000) < 60, 'in seconds');
    }
  });

  const status = `curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}/status' \\
--header 'X-Api-Key: your_x_api_key'`;

  test('8. Get the Status of an AI Agent', async () => {
    assert.deepEqual(await json(status), { status: 'true' });
  });

  test('10. Stop an AI agent', async () => {
    const agent = await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}/stop' \\
--request POST \\
--header 'X-Api-Key: your_x_api_key'`);
    assert.equal(agent['status'], 'Stopped');
    assert.deepEqual(await json(status), { status: 'false' });
  });

  test('9. Start an AI agent', async () => {
    await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}/start' \\
--request POST \\
--header 'X-Api-Key: your_x_api_key'`);
    await getsTo('Running');
  });

  test('11. Get the attestation bytes for an AI agent', async () => {
    const bytes = await curl(
      `curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}/attestation' \\
--header 'X-Api-Key: your_x_api_key'`,
      200,
    );
    assert.match(bytes, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test('12. Proxy requests to the AI agent’s API', async () => {
    const { agents } =
      await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}/api/{*key}' \\
--header 'X-Api-Key: your_x_api_key'`);
    assert.deepEqual(
      (agents as Answer[]).map(({ name }) => name),
      ['Grace'],
    );
  });

  test('6. Delete an AI Agent', async () => {
    const deleted = await json(`curl 'https://api.fleek.xyz/api/v1/ai-agents/{agentId}' \\
--request DELETE \\
--header 'X-Api-Key: your_x_api_key'`);
    assert.equal(deleted['message'], 'AI Agent deleted successfully');
    await curl(get, 404);
  });

  test('Subscriptions 1. Get All Available Plans', async () => {
    const plans = await json(`curl 'https://api.fleek.xyz/api/v1/plans' \\
--header 'X-Api-Key: your_x_api_key'`);
    const [plan] = plans as unknown as Answer[];
    assert.deepEqual([plan?.['name'], plan?.['price']], ['AI Agent', 2000]);
    places.set('product_id', String(plan?.['id']));
  });

  test('3. List Payment Methods', async () => {
    const { data, next, prev } =
      await json(`curl 'https://api.fleek.xyz/api/v1/payment-methods?projectId={projectId}' \\
--header 'X-Api-Key: your_x_api_key'`);
    const [{ id, ...card } = {}] = data as Answer[];
    assert.match(String(id), /^pm_\w+$/);
    assert.deepEqual(Object.keys(card), ['brand', 'country', 'expiryMonth', 'expiryYear', 'last4']);
    assert.ok(Object.values(card).every((value) => typeof value === 'string'));
    assert.deepEqual([next, prev], [null, null]);
  });

  test('4. Create Payment Portal Session', async () => {
    const { url } = await json(`curl https://api.fleek.xyz/api/v1/payment-methods/manage \\
  --request POST \\
  --header 'Content-Type: application/json' \\
  --header 'X-Api-Key: your_x_api_key' \\
  --data '{
    "projectId": "your_project_id"
  }'`);
    assert.equal((await fetch(String(url))).status, 200);
  });

  /** A subscription as the document shows one. */
  const assertSubscription = (it: Answer | undefined, quantity: number): void => {
    const period = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
    assert.ok(it);
    for (const name of ['periodStartDate', 'periodEndDate', 'startDate']) {
      assert.match(String(it[name]), period, name);
    }
    assert.deepEqual([it['status'], it['scheduleId']], ['Active', null]);
    assert.match(String(it['id']), /^sub_\w+$/);
    const [item] = it['items'] as Answer[];
    assert.deepEqual([item?.['quantity'], item?.['usageType']], [quantity, 'PerUnit']);
  };

  test('5. Create a Subscription', async () => {
    const made = await json(
      `curl https://api.fleek.xyz/api/v1/subscriptions \\
  --request POST \\
  --header 'Content-Type: application/json' \\
  --header 'X-Api-Key: your_x_api_key' \\
  --data '{
    "metadata": null,
    "planId": null,
    "product": {
      "id": "product_id",
      "quantity": 2
    },
    "projectId": "your_project_id"
  }'`,
      201,
    );
    assertSubscription(made, 2);
    assert.equal(made['endDate'], null);
    places.set('{subscription_id}', String(made['id']));
  });

  test('2. List All Subscriptions', async () => {
    const list =
      await json(`curl 'https://api.fleek.xyz/api/v1/subscriptions?projectId={projectId}' \\
--header 'X-Api-Key: your_x_api_key'`);
    const [only, ...others] = list as unknown as Answer[];
    assertSubscription(only, 2);
    assert.deepEqual(others, []);
  });

  test('6. Update Subscription Quantity', async () => {
    const updated =
      await json(`curl 'https://api.fleek.xyz/api/v1/subscriptions/{subscription_id}/quantity' \\
  --request POST \\
  --header 'Content-Type: application/json' \\
  --header 'X-Api-Key: your_x_api_key' \\
  --data '{
    "projectId": "your_project_id",
    "updateBy": 1
  }'`);
    assertSubscription(updated, 3);
  });

  test('7. Cancel a Subscription', async () => {
    const cancelled =
      await json(`curl 'https://api.fleek.xyz/api/v1/subscriptions/{subscription_id}' \\
  --request DELETE \\
  --header 'X-Api-Key: your_x_api_key'`);
    assertSubscription(cancelled, 3);
    assert.equal(cancelled['endDate'], cancelled['periodEndDate']);
  });
});
