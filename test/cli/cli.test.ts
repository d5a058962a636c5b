import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import test, { describe } from 'node:test';
import { runCommand, startCommand, temporaryFolder } from '../support/command.ts';

const keysOf = (output: string) =>
  Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  ) as Record<'FAE_API_KEY' | 'FAE_WORKSPACE' | 'FLEEK_API_KEY' | 'FLEEK_PROJECT', string>;

/** A refusal is one line that says what to do, and exit code 2. */
const assertRefused = (result: { code: number | null; output: string }, reason: RegExp): void => {
  assert.match(result.output, reason);
  assert.equal(result.output.trim().split('\n').length, 1, result.output);
  assert.equal(result.code, 2);
};

describe('the command line', () => {
  for (const args of [
    ['--help'],
    ['start', '--help'],
    ['proxy', '--help'],
    ['platform', '--help'],
    ['agents', '--help'],
    ['doctor', '--help'],
  ]) {
    test(`explains itself: ${args.join(' ')}`, async () => {
      const { code, output } = await runCommand(args);
      assert.match(output, /^Usage: fae-widgets/);
      assert.equal(code, 0);
    });
  }

  test('refuses an unknown command', async () => {
    assertRefused(await runCommand(['sing']), /no command "sing"/);
  });

  test('refuses an unknown option', async () => {
    assertRefused(await runCommand(['start', '--colour', 'red']), /--colour/);
  });

  test('refuses a port that is none', async () => {
    assertRefused(await runCommand(['platform', '--port', 'http']), /"http" is no port/);
  });

  test('refuses a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      assertRefused(
        await runCommand(['start', '--port', String(port)]),
        new RegExp(`port ${port} is in use`),
      );
    } finally {
      server.close();
    }
  });

  test('refuses to be reached by others under an address that it does not know', async () => {
    const refused = await runCommand(['start', '--host', '0.0.0.0', '--port', '0']);
    assertRefused(refused, /FAE_PUBLIC_URL/);
  });

  test('refuses half an upstream', async () => {
    const env = { FAE_API_URL: 'https://api.example/api' };
    assertRefused(await runCommand(['start', '--port', '0'], { env }), /FAE_API_KEY/);
    const fleek = { FLEEK_API_KEY: 'fleek_0123456789' };
    assertRefused(await runCommand(['start', '--port', '0'], { env: fleek }), /FLEEK_API_URL/);
  });

  test('refuses to expose what does not exist', async () => {
    const args = ['proxy', '--port', '0', '--expose', 'nfts.everything'];
    assertRefused(await runCommand(args), /nfts\.everything/);
  });

  for (const [name, value, named] of [
    ['FAE_SPEECH', 'loud', /FAE_SPEECH/],
    ['FAE_LIMITS', 'chat=many', /chat=many/],
    ['FAE_EXPOSE', 'nfts.everything', /nfts\.everything/],
    ['OLLAMA_HOST', 'http://', /OLLAMA_HOST/],
    ['FAE_PUBLIC_URL', 'shop.example', /FAE_PUBLIC_URL/],
  ] as const) {
    test(`refuses ${name}=${value}`, async () => {
      await using data = await temporaryFolder();
      const args = ['start', '--port', '0', '--data', data.path];
      assertRefused(await runCommand(args, { env: { [name]: value } }), named);
    });
  }

  test('refuses a Node.js that is too old', async () => {
    const old =
      "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.9.0'}})";
    const refused = await runCommand(['start'], { nodeFlags: ['--import', old] });
    assertRefused(refused, /needs Node\.js 22\.19/);
  });
});

describe('fae-widgets start', () => {
  test('serves demo, proxy, platform and the sample’s ids, and keeps the data', async () => {
    await using data = await temporaryFolder();
    const args = ['start', '--port', '0', '--data', data.path];
    const first = await startCommand(args);
    const { FAE_API_KEY: key, FAE_WORKSPACE: workspace } = keysOf(
      (await runCommand(['platform', 'keys', '--data', data.path])).output,
    );

    const page = await (await fetch(first.url)).text();
    assert.match(page, /<fae-checkout product-id="[0-9a-f]{24}"/);
    const sample = (await (await fetch(`${first.origin}/sample.json`)).json()) as Record<
      string,
      string
    >;
    assert.equal(sample['workspace'], workspace);
    assert.match(sample['agentId'] ?? '', /^[0-9a-f-]{36}$/);
    for (const id of ['productId', 'soldOutProductId', 'characterId', 'modelId']) {
      assert.match(sample[id] ?? '', /^[0-9a-f]{24}$/, id);
    }
    const health = await fetch(`${first.origin}/fae/-/health`);
    assert.equal(health.status, 200);

    const created = await fetch(`${first.origin}/api/nfts`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ workspace, name: 'Kept', public: true }),
    });
    assert.equal(created.status, 201);
    assert.equal(await first.stop('SIGINT'), 0);

    const second = await startCommand(args);
    const nfts = (await (await fetch(`${second.origin}/fae/public/nfts`)).json()) as {
      name: string;
    }[];
    assert.ok(nfts.some((nft) => nft.name === 'Kept'));
    assert.equal(await second.stop('SIGTERM'), 0);
    for (const output of [first.output(), second.output(), page, JSON.stringify(sample)]) {
      assert.ok(!output.includes(key), 'the key stays inside');
    }
  });

  test('serves the scripts under names that stay the same within a version', async () => {
    await using data = await temporaryFolder();
    const server = await startCommand(['start', '--port', '0', '--data', data.path]);
    try {
      const loader = await fetch(`${server.origin}/fae/fae.js`);
      assert.match(loader.headers.get('Content-Type') ?? '', /javascript/);
      assert.equal(loader.headers.get('Access-Control-Allow-Origin'), '*');
      const health = (await (await fetch(`${server.origin}/fae/-/health`)).json()) as {
        version: string;
      };
      const script = `/@${health.version}/fae-checkout.js`;
      const element = await fetch(`${server.origin}/fae${script}`);
      assert.equal(element.status, 200);
      assert.match(element.headers.get('Cache-Control') ?? '', /immutable/);
      const older = await fetch(`${server.origin}/fae/@0.0.1/fae-checkout.js`);
      assert.equal(older.url, `${server.origin}/fae${script}`);
      assert.equal((await fetch(`${server.origin}/fae/@0.0.1/..%2f..%2fpackage.json`)).status, 404);
    } finally {
      await server.stop();
    }
  });

  test('lets FAE_EXPOSE narrow what visitors may do', async () => {
    await using data = await temporaryFolder();
    const env = { FAE_EXPOSE: 'nfts.listPublic' };
    const server = await startCommand(['start', '--port', '0', '--data', data.path], { env });
    try {
      assert.equal((await fetch(`${server.origin}/fae/public/nfts`)).status, 200);
      assert.equal((await fetch(`${server.origin}/fae/characters`)).status, 403);
    } finally {
      await server.stop();
    }
  });
});

describe('fae-widgets start with an upstream elsewhere', () => {
  test('shows what it lists, and leaves out what it does not', async () => {
    await using data = await temporaryFolder();
    await using own = await temporaryFolder();
    const keys = keysOf((await runCommand(['platform', 'keys', '--data', data.path])).output);
    await using platform = await startCommand(['platform', '--port', '0', '--data', data.path]);
    const url = `${platform.origin}/api`;
    const env = { ...keys, FAE_API_URL: url, FLEEK_API_URL: url };
    await using server = await startCommand(['start', '--port', '0', '--data', own.path], { env });
    const ids = (await (await fetch(`${server.origin}/sample.json`)).json()) as Record<
      string,
      string
    >;
    assert.deepEqual(Object.keys(ids).toSorted(), ['characterId', 'modelId', 'workspace']);
    const page = await (await fetch(server.url)).text();
    assert.match(page, new RegExp(`<fae-character-chat character-id="${ids['characterId']}"`));
    assert.ok(!page.includes('<fae-checkout'), 'the API lists no products');
    const listed = await fetch(`${server.origin}/fae/characters`);
    assert.match(await listed.text(), new RegExp(ids['characterId'] ?? '—'));
    for (const key of [keys.FAE_API_KEY, keys.FLEEK_API_KEY]) {
      assert.ok(!server.output().includes(key), 'the key stays inside');
    }
  });
});

describe('fae-widgets proxy', () => {
  test('stands in front of a platform of its own', async () => {
    await using data = await temporaryFolder();
    const keys = keysOf((await runCommand(['platform', 'keys', '--data', data.path])).output);
    const platform = await startCommand(['platform', '--port', '0', '--data', data.path]);
    const env = { ...keys, FAE_API_URL: `${platform.origin}/api` };
    const args = ['proxy', '--port', '0', '--origins', 'https://shop.example'];
    const proxy = await startCommand(args, { env });
    try {
      const ask = (origin: string) =>
        fetch(`${proxy.url}public/nfts`, { headers: { Origin: origin } });
      const allowed = await ask('https://shop.example');
      assert.equal(allowed.status, 200);
      assert.equal(allowed.headers.get('Access-Control-Allow-Origin'), 'https://shop.example');
      assert.equal((await ask('https://other.example')).status, 403);
      // What costs something is exposed by name only.
      assert.equal((await fetch(`${proxy.url}characters`)).status, 403);
    } finally {
      await proxy.stop();
      await platform.stop();
    }
    assert.ok(!proxy.output().includes(keys.FAE_API_KEY), 'the key stays inside');
    assert.ok(!platform.output().includes(keys.FAE_API_KEY), 'the key stays inside');
  });

  test('answers 503 without a key, and reaches nobody', async () => {
    const proxy = await startCommand(['proxy', '--port', '0']);
    try {
      const response = await fetch(`${proxy.url}public/nfts`);
      assert.equal(response.status, 503);
      assert.equal(((await response.json()) as { code: string }).code, 'not_configured');
    } finally {
      await proxy.stop();
    }
  });
});

describe('fae-widgets platform', () => {
  test('answers 503 for engines that are not configured', async () => {
    await using data = await temporaryFolder();
    const keys = keysOf((await runCommand(['platform', 'keys', '--data', data.path])).output);
    const platform = await startCommand(['platform', '--port', '0', '--data', data.path]);
    try {
      const response = await fetch(`${platform.origin}/api/tts`, {
        method: 'POST',
        headers: { 'x-api-key': keys.FAE_API_KEY, 'Content-Type': 'application/json' },
        body: JSON.stringify({ text: 'Hello' }),
      });
      assert.equal(response.status, 503);
    } finally {
      await platform.stop();
    }
  });
});
