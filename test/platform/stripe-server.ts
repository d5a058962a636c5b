/**
 * A local server that answers the calls of Stripe's API which the platform makes as Stripe does: the
 * same fields, errors and headers, idempotency keys, connected accounts; and the faults that a test
 * asks for.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { createStripeBooks } from './stripe-books.ts';
import { buyer, sessionOf } from './stripe-session.ts';

export const secretKey = 'sk_test_thatMustNotLeak';
export const webhookSecret = 'whsec_thatMustNotLeak';
export const connectedAccount = 'acct_1Shop';
export const otherAccount = 'acct_2Shop';

/** What a request was, for tests that look at it. */
export interface StripeCall {
  readonly method: string;
  readonly path: string;
  readonly account: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly version: string | undefined;
  /** As it is written: `line_items[0][quantity]`. */
  readonly params: Readonly<Record<string, string>>;
}

type Fault = (response: ServerResponse) => void;

export interface ApiError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
}

let requests = 0;

const send = (response: ServerResponse, status: number, body: object, headers = {}): void => {
  requests += 1;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Request-Id': `req_${requests}`,
    ...headers,
  });
  response.end(JSON.stringify(body));
};

const refuse = (response: ServerResponse, status: number, error: ApiError): void =>
  send(response, status, { error });

/** Faults that a test may ask for, each for one request. */
export const faults = {
  status:
    (status: number, type = 'api_error'): Fault =>
    (response) =>
      refuse(response, status, { type, message: `Something is wrong with ${secretKey}.` }),
  /** Never answers. */
  silence: (): Fault => () => undefined,
  hangUp: (): Fault => (response) => response.destroy(),
  noJson: (): Fault => (response) => {
    response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>');
  },
} as const;

export const invalid = (message: string, param: string, code?: string): ApiError => ({
  type: 'invalid_request_error',
  message,
  param,
  ...(code && { code }),
});

const currencies = new Set(['eur', 'usd', 'jpy', 'kwd', 'isk', 'ugx']);

/** What Stripe does not take, or `undefined`. */
const problemOf = (params: Readonly<Record<string, string>>): ApiError | undefined => {
  const embedded = params['ui_mode'] === 'embedded_page';
  const price = 'line_items[0][price_data]';
  const amount = Number(params[`${price}[unit_amount]`]);
  const checks: [boolean, ApiError][] = [
    [params['mode'] !== 'payment', invalid('You must provide a mode.', 'mode')],
    [
      !embedded && !params['success_url'],
      invalid('You must provide success_url.', 'success_url', 'parameter_missing'),
    ],
    [embedded && !params['return_url'], invalid('You must provide return_url.', 'return_url')],
    [
      embedded && ('success_url' in params || 'cancel_url' in params),
      invalid('`success_url` is not allowed with `ui_mode: embedded_page`.', 'success_url'),
    ],
    [
      !currencies.has(params[`${price}[currency]`] ?? ''),
      invalid('Invalid currency.', 'line_items[0][price_data][currency]'),
    ],
    [
      !Number.isInteger(amount) || amount < 1,
      invalid(
        'Invalid integer.',
        'line_items[0][price_data][unit_amount]',
        'parameter_invalid_integer',
      ),
    ],
    [
      params['customer_email']?.endsWith('.invalid') ?? false,
      invalid('Invalid email address: somebody@x.invalid', 'customer_email', 'email_invalid'),
    ],
  ];
  return checks.find(([isWrong]) => isWrong)?.[1];
};

const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

export const startStripe = async () => {
  const calls: StripeCall[] = [];
  const pending: Fault[] = [];
  /** By account and id. */
  const sessions = new Map<string, Stripe.Checkout.Session>();
  /** By account and idempotency key: what was asked, and what was answered. */
  const answered = new Map<string, { asked: string; session: Stripe.Checkout.Session }>();
  const stripe = new Stripe(secretKey);
  /** What is the platform's own, and no connected account's. */
  const books = createStripeBooks();
  /** How many answers are still to be lost. */
  let lost = 0;
  let count = 0;

  const create = (params: Readonly<Record<string, string>>, account: string) => {
    count += 1;
    const id = `cs_test_${String(count).padStart(4, '0')}${'a'.repeat(20)}`;
    const embedded = params['ui_mode'] === 'embedded_page';
    const amount = Number(params['line_items[0][price_data][unit_amount]']);
    const metadata = Object.fromEntries(
      Object.entries(params).flatMap(([name, value]) => {
        const found = /^metadata\[(\w+)\]$/.exec(name)?.[1];
        return found ? [[found, value]] : [];
      }),
    );
    const session = sessionOf({
      id,
      created: Math.floor(Date.now() / 1000),
      ui_mode: embedded ? 'embedded_page' : 'hosted_page',
      amount_subtotal: amount,
      amount_total: amount,
      currency: params['line_items[0][price_data][currency]'] ?? null,
      client_reference_id: params['client_reference_id'] ?? null,
      customer_email: params['customer_email'] ?? null,
      metadata,
      ...(embedded
        ? { return_url: params['return_url'] ?? '', client_secret: `${id}_secret_x` }
        : {
            success_url: params['success_url'] ?? null,
            cancel_url: params['cancel_url'] ?? null,
            url: `https://checkout.stripe.com/c/pay/${id}`,
          }),
    });
    sessions.set(`${account} ${id}`, session);
    return session;
  };

  const handleCreate = (call: StripeCall, account: string, response: ServerResponse): void => {
    const problem = problemOf(call.params);
    if (problem) {
      refuse(response, 400, problem);
      return;
    }
    const key = `${account} ${call.idempotencyKey ?? ''}`;
    const asked = JSON.stringify(call.params);
    const before = answered.get(key);
    if (before && before.asked !== asked) {
      const message = 'Keys for idempotent requests can only be used with the same parameters.';
      refuse(response, 400, { type: 'idempotency_error', message });
      return;
    }
    const session = before?.session ?? create(call.params, account);
    if (call.idempotencyKey !== undefined) answered.set(key, { asked, session });
    send(response, 200, session, before ? { 'Idempotent-Replayed': 'true' } : {});
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stripe');
    const params = Object.fromEntries(
      new URLSearchParams(request.method === 'POST' ? await text(request) : url.search),
    );
    const account = headerOf(request, 'stripe-account');
    const call: StripeCall = {
      method: request.method ?? '',
      path: url.pathname,
      account,
      idempotencyKey: headerOf(request, 'idempotency-key'),
      version: headerOf(request, 'stripe-version'),
      params,
    };
    calls.push(call);
    const fault = pending.shift();
    if (fault) {
      fault(response);
      return;
    }
    if (headerOf(request, 'authorization') !== `Bearer ${secretKey}`) {
      const message = `Invalid API Key provided: ${secretKey}`;
      refuse(response, 401, { type: 'invalid_request_error', message });
      return;
    }
    if (account === undefined) {
      const { status, body } = books.answer(call);
      if (lost === 0 || call.method === 'GET') send(response, status, body);
      else {
        lost -= 1;
        response.destroy();
      }
      return;
    }
    if (account !== connectedAccount && account !== otherAccount) {
      const message = `The provided key does not have access to account '${account}'.`;
      refuse(response, 403, { type: 'invalid_request_error', code: 'account_invalid', message });
      return;
    }
    if (call.method === 'POST' && call.path === '/v1/checkout/sessions') {
      handleCreate(call, account, response);
      return;
    }
    const id = /^\/v1\/checkout\/sessions\/(\w+)$/.exec(call.path)?.[1];
    const session = sessions.get(`${account} ${id}`);
    if (call.method === 'GET' && session) {
      send(response, 200, session);
      return;
    }
    refuse(
      response,
      404,
      invalid(`No such checkout.session: '${id}'`, 'session', 'resource_missing'),
    );
  };

  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  /** What has become of a session at Stripe, of which nobody has been told yet. */
  const change = (
    id: string,
    fields: Partial<Stripe.Checkout.Session>,
    account = connectedAccount,
  ): Stripe.Checkout.Session => {
    const before = sessions.get(`${account} ${id}`);
    if (!before) throw new Error(`there is no session ${id}`);
    const after = { ...before, ...fields };
    sessions.set(`${account} ${id}`, after);
    return after;
  };

  let events = 0;

  return {
    calls,
    env: {
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_PUBLISHABLE_KEY: 'pk_test_public',
      STRIPE_API_BASE: `http://127.0.0.1:${port}`,
    },
    /** Forgets what it was asked, and the faults that nobody has met. */
    reset: (): void => {
      calls.length = 0;
      pending.length = 0;
      lost = 0;
    },
    books,
    /** Does what the next requests ask for that change something, and does not say so. */
    loseAnswers: (count: number): void => {
      lost = count;
    },
    /** Has the next requests fail, one after the other. */
    fail: (...next: readonly Fault[]) => pending.push(...next),
    change,
    pay: (id: string, email = 'buyer@example.com') =>
      change(id, {
        status: 'complete',
        payment_status: 'paid',
        customer_details: buyer(email),
        payment_intent: 'pi_1',
        url: null,
      }),
    /** An event of a session's, as it is sent to the endpoints of Stripe Connect; or of something else's. */
    event: (
      type: Stripe.Event['type'],
      object: Stripe.Checkout.Session | Stripe.Subscription,
      more: Partial<Stripe.EventBase> = {},
    ): string => {
      events += 1;
      const event = {
        id: `evt_${events}`,
        object: 'event',
        account: connectedAccount,
        api_version: '2026-10-28.endive',
        created: Math.floor(Date.now() / 1000),
        data: { object },
        livemode: false,
        pending_webhooks: 1,
        request: { id: null, idempotency_key: null },
        type,
        ...more,
      } satisfies Stripe.EventBase;
      return JSON.stringify(event, null, 2);
    },
    /** The header that comes with an event; `timestamp` in seconds. */
    sign: (payload: string, timestamp = Math.floor(Date.now() / 1000), secret = webhookSecret) =>
      stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export type StripeServer = Awaited<ReturnType<typeof startStripe>>;
