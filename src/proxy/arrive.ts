import { addressKey } from '../http/address.ts';
import { requestIdOf } from '../http/headers.ts';
import { printable } from '../http/log.ts';
import type { Arrival } from './call.ts';
import type { RuntimeContext } from './runtime-context.ts';
import type { Settings } from './settings.ts';

/** The path below the endpoint; empty for what lies outside of it (`/faextra` is not below `/fae`). */
const pathBelow = (basePath: string, pathname: string): string =>
  pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '';

/** What is known of a request before anything is decided about it. */
export const arrive = (settings: Settings, request: Request, runtime: RuntimeContext): Arrival => {
  const url = new URL(request.url);
  const requestId = requestIdOf(request.headers);
  const origin = request.headers.get('Origin') ?? undefined;
  const start = settings.now();
  const address = settings.addressOf(request.headers, runtime);
  const event: Record<string, unknown> = {
    time: new Date(start).toISOString(),
    requestId,
    method: request.method,
    path: url.pathname.slice(0, 200),
    origin: origin === undefined ? undefined : printable(origin),
  };
  const atEnd: (() => void)[] = [];
  let ended = false;
  return {
    settings,
    request,
    runtime,
    url,
    path: pathBelow(settings.basePath, url.pathname),
    requestId,
    address: address === undefined ? undefined : addressKey(address),
    origin,
    event,
    notes: new Map(),
    beforeAnswer: [],
    atEnd,
    end: () => {
      if (ended) return;
      ended = true;
      for (const run of atEnd) run();
      const whole = { ...event, ms: settings.now() - start };
      settings.log(whole);
      settings.metrics.record(whole);
    },
  };
};
