/** A proxy that has every secret there is, and everything that it gives away. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { inspect } from 'node:util';
import * as openTelemetry from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Proxy } from '../../../src/proxy/create-proxy.ts';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { createProxy } from '../../../src/proxy/node.ts';
import { endpoint, project, shop, workspace } from '../harness.ts';
import { redisPassword, secrets, secretsIn } from './sentinels.ts';
import { everyOperation, plenty } from './support.ts';

/** Turnstile by a function. */
export const captchaBy = (send: typeof fetch): ProxyOptions['captcha'] => ({
  provider: 'turnstile',
  siteKey: 'site',
  secret: secrets.FAE_TURNSTILE_SECRET,
  fetch: send,
});

/** Turnstile, whom every visitor convinces. */
const convinced: typeof fetch = async () =>
  Response.json({ success: true, action: 'fae', hostname: new URL(shop).hostname });

/** A proxy that has every secret there is, with a place for all that it gives away. */
export const secretive = (t: TestContext, upstream: string, options: ProxyOptions = {}) => {
  const out: string[] = [];
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const proxy = createProxy({
    origins: [shop],
    // On one's own machine answers carry the hints of the log.
    publicUrl: 'http://localhost:4600',
    expose: ['*'],
    limits: plenty,
    cache: false,
    captcha: captchaBy(convinced),
    openTelemetry: {
      ...openTelemetry,
      trace: {
        getTracer: (name) => provider.getTracer(name),
        setSpan: (context, span) =>
          openTelemetry.trace.setSpan(context as openTelemetry.Context, span as openTelemetry.Span),
      },
    },
    log: (event) => out.push(inspect(event, { depth: 9 }), JSON.stringify(event)),
    ...options,
    env: {
      ...secrets,
      FAE_API_URL: `${upstream}/api`,
      FAE_WORKSPACE: workspace,
      FLEEK_API_URL: `${upstream}/api`,
      FLEEK_PROJECT: project,
      FAE_REDIS_URL: `redis://user:${redisPassword}@127.0.0.1:1`,
      ...options.env,
    },
  });
  t.after(() => proxy.close());
  const spans = (): string => inspect(exporter.getFinishedSpans(), { depth: 9 });
  return { proxy, out, spans };
};

/** Asks the proxy for everything, as visitor and as operator; gives what each of them has seen. */
export const askEverything = async (proxy: Proxy) => {
  const seen = { visitor: [] as string[], operator: [] as string[] };
  const paths = everyOperation.map(({ operation, path, init }) => ({
    path,
    init,
    who: operation.audience,
  }));
  const own = ['/-/health', '/-/ready', '/-/metrics', '/fae.js', '/nothing'].map((path) => ({
    path,
    init: { method: 'GET', headers: {} },
    who: 'visitor' as const,
  }));
  for (const { path, init, who } of [...paths, ...own]) {
    for (const Origin of [shop, 'https://evil.test']) {
      for (const method of [init.method, 'OPTIONS', 'HEAD']) {
        const headers = {
          ...init.headers,
          Origin,
          'X-Request-Id': 'request-1',
          'Fae-Captcha': 'solved',
          Authorization: `Bearer ${secrets.FAE_OPERATOR_TOKEN}`,
        };
        const body = 'body' in init && method === init.method ? { body: init.body } : {};
        const request = new Request(endpoint + path, { method, headers, ...body });
        const response = await proxy.fetch(request, { address: '203.0.113.7' });
        // What breaks off has been given away all the same, as far as it came.
        const text = await response.text().catch(String);
        seen[who].push(JSON.stringify([response.statusText, ...response.headers]), text);
      }
    }
  }
  const request = new Request(`${endpoint}/-/metrics`, {
    headers: { Authorization: `Bearer ${secrets.FAE_METRICS_TOKEN}` },
  });
  const metrics = await (await proxy.fetch(request)).text();
  assert.match(metrics, /^fae_proxy_requests_total/m);
  seen.operator.push(metrics);
  return seen;
};

export const assertNothingIn = (texts: readonly string[], what: string): void => {
  assert.ok(texts.length > 0, what);
  for (const text of texts)
    assert.deepEqual(secretsIn(text), [], `${what}: ${text.slice(0, 2_000)}`);
};
