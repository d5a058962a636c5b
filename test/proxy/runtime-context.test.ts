import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { contextOf, forwardedAddress, runtimeOf } from '../../src/proxy/runtime-context.ts';

const request = new Request('http://proxy.test/fae/tts/status', {
  headers: { 'X-Forwarded-For': '203.0.113.66', 'CF-Connecting-IP': '203.0.113.66' },
});
const address = '203.0.113.7';

const throwing = new Proxy(
  {},
  {
    get: () => {
      throw new Error('not yours');
    },
  },
);

describe('the address', () => {
  const kinds: Readonly<Record<string, unknown>> = {
    'our own adapters': { address },
    Deno: { remoteAddr: { transport: 'tcp', hostname: address, port: 4711 } },
    Bun: { requestIP: (asked: Request) => (asked === request ? { address, port: 4711 } : null) },
    Netlify: { ip: address, geo: {}, waitUntil: () => undefined },
    'Hono on Node.js': { incoming: { socket: { remoteAddress: address } }, outgoing: {} },
    'Hono on Bun': { server: { requestIP: () => ({ address }) } },
    'Hono on Netlify': { context: { ip: address } },
  };
  for (const [runtime, second] of Object.entries(kinds)) {
    test(`is known from ${runtime}`, () => {
      assert.equal(contextOf(request, second).address, address);
    });
  }

  test('is asked of the server itself, as its method', () => {
    const server = {
      addresses: [address],
      requestIP() {
        return { address: this.addresses[0] };
      },
    };
    assert.equal(contextOf(request, server).address, address);
  });

  test('is not known from what tells none, and never from a header', () => {
    const strangers = [
      ...[undefined, null, 0, 'text', [], () => undefined, throwing],
      { params: Promise.resolve({ path: [address] }) },
      { address: 'unix' },
      { address: { address } },
      { remoteAddr: { transport: 'unix', path: '/run/proxy.sock' } },
      { requestIP: () => null },
      {
        requestIP: () => {
          throw new Error('closed');
        },
      },
      { ip: '<script>' },
      { incoming: { socket: null } },
    ];
    for (const second of strangers) assert.deepEqual(contextOf(request, second), {});
  });

  test('is not taken from a variable of Workers', () => {
    const context = contextOf(request, { ip: address }, { waitUntil: () => undefined });
    assert.equal(context.address, undefined);
  });
});

describe('the environment', () => {
  test('is what Workers give beside the request', () => {
    const env = { FAE_API_KEY: 'key' };
    assert.equal(contextOf(request, env, { waitUntil: () => undefined }).env, env);
  });

  test('is nothing that another runtime gives', () => {
    for (const second of [{ FAE_API_KEY: 'key' }, { params: {} }, { address }]) {
      assert.equal(contextOf(request, second).env, undefined);
    }
  });
});

describe('keeping awake', () => {
  const keeper = () => ({
    kept: [] as unknown[],
    waitUntil(work: unknown) {
      this.kept.push(work);
    },
  });

  test('is done by the context that a runtime gives, as its method', () => {
    const work = Promise.resolve();
    const third = keeper();
    contextOf(request, {}, third).waitUntil?.(work);
    assert.deepEqual(third.kept, [work]);
    const second = keeper();
    contextOf(request, second).waitUntil?.(work);
    assert.deepEqual(second.kept, [work]);
  });

  test('harms nobody where it is refused', () => {
    const waitUntil = () => {
      throw new Error('the answer is out');
    };
    contextOf(request, { waitUntil }).waitUntil?.(Promise.resolve());
    assert.equal(contextOf(request, { waitUntil: true }).waitUntil, undefined);
  });
});

describe('the runtime', () => {
  test('is told by its variables', () => {
    const lambda = { AWS_LAMBDA_FUNCTION_NAME: 'f' };
    assert.equal(runtimeOf({ VERCEL: '1', ...lambda }), 'vercel');
    assert.equal(runtimeOf({ NETLIFY: 'true', ...lambda }), 'netlify');
    assert.equal(runtimeOf(lambda), 'lambda');
    assert.equal(runtimeOf({ DENO_DEPLOYMENT_ID: 'd' }), 'deno-deploy');
  });

  test('is a server that stays where nothing says otherwise', () => {
    assert.equal(runtimeOf({}), undefined);
    assert.equal(runtimeOf({ VERCEL: '' }), undefined);
    assert.equal(runtimeOf(throwing), undefined);
  });

  const globally = (t: TestContext, name: string, value: unknown) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else Reflect.deleteProperty(globalThis, name);
    });
  };

  test('is Workers by what they call themselves', (t) => {
    globally(t, 'navigator', { userAgent: 'Cloudflare-Workers' });
    assert.equal(runtimeOf({}), 'workers');
    const env = { FAE_API_KEY: 'key' };
    assert.deepEqual(contextOf(request, env), { env });
  });

  test('is Netlify by its global object', (t) => {
    globally(t, 'Netlify', { env: {} });
    assert.equal(runtimeOf({ AWS_LAMBDA_FUNCTION_NAME: 'f' }), 'netlify');
  });
});

describe('the address from a platform’s header', () => {
  test('is read from that platform’s header alone', () => {
    const headers = new Headers({
      'X-Forwarded-For': '203.0.113.1',
      'CF-Connecting-IP': '203.0.113.2',
      'X-Vercel-Forwarded-For': '203.0.113.3',
      'X-Nf-Client-Connection-Ip': '2001:db8::4',
    });
    assert.equal(forwardedAddress(headers, 'cloudflare'), '203.0.113.2');
    assert.equal(forwardedAddress(headers, 'vercel'), '203.0.113.3');
    assert.equal(forwardedAddress(headers, 'netlify'), '2001:db8::4');
    assert.equal(
      forwardedAddress(new Headers({ 'X-Real-IP': '203.0.113.5' }), 'vercel'),
      '203.0.113.5',
    );
  });

  test('is nothing where that header is missing, or not one address', () => {
    assert.equal(forwardedAddress(new Headers(), 'cloudflare'), undefined);
    for (const value of ['', 'unknown', '203.0.113.1, 203.0.113.2']) {
      const headers = new Headers({ 'CF-Connecting-IP': value });
      assert.equal(forwardedAddress(headers, 'cloudflare'), undefined, value);
    }
  });
});
