import type { NamedOperation } from '../api/operations.ts';

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** As much of `@opentelemetry/api` as is used; the module itself fits. */
export interface Span {
  setAttributes(attributes: Record<string, string | number | boolean>): unknown;
  setStatus(status: { readonly code: number }): unknown;
  end(): void;
}

export interface OpenTelemetry<Context = unknown> {
  readonly trace: {
    getTracer(name: string): {
      startSpan(
        name: string,
        options: { readonly kind: number; readonly attributes: Attributes },
        context: Context,
      ): Span;
    };
    setSpan(context: Context, span: Span): Context;
  };
  readonly context: { active(): Context };
  readonly propagation: { inject(context: Context, carrier: Record<string, string>): void };
}

/** `SpanKind` and `SpanStatusCode` of the API. */
const kinds = { server: 1, client: 2 };
const errorStatus = 2;

const noSpan: Span = {
  setAttributes: () => undefined,
  setStatus: () => undefined,
  end: () => undefined,
};

const finishSpan = (span: Span, status: number | undefined, isError: boolean): void => {
  if (status !== undefined) span.setAttributes({ 'http.response.status_code': status });
  if (isError) {
    span.setAttributes({ 'error.type': status === undefined ? '_OTHER' : String(status) });
    span.setStatus({ code: errorStatus });
  }
  span.end();
};

/**
 * Spans by the semantic conventions for HTTP: one for a call, within it one for each request to the
 * API. They say which operation and how it ended; never a path, a query, a header or a body.
 */
export const telemetryOf = (api: OpenTelemetry | undefined) => {
  const tracer = api?.trace.getTracer('fae-widgets');

  /** `undefined` where nobody traces. */
  const startCall = (operation: NamedOperation): Span | undefined =>
    api &&
    tracer?.startSpan(
      operation.name,
      {
        kind: kinds.server,
        attributes: {
          'http.request.method': operation.method,
          'http.route': operation.path,
        },
      },
      api.context.active(),
    );

  const endCall = (span: Span | undefined, status: number): void => {
    if (span) finishSpan(span, status, status >= 500);
  };

  /**
   * A span for a request to the upstream, within that of the call.
   *
   * @returns the headers that tell the upstream of it, and what to call with the status in the end
   */
  const startRequest = (operation: NamedOperation, parent: Span | undefined, url: URL) => {
    if (!api || !tracer) {
      return { headers: {}, end: () => undefined };
    }
    const context = api.trace.setSpan(api.context.active(), parent ?? noSpan);
    const span = tracer.startSpan(
      operation.method,
      {
        kind: kinds.client,
        attributes: {
          'http.request.method': operation.method,
          'server.address': url.hostname,
          'url.template': operation.path,
        },
      },
      context,
    );
    const headers: Record<string, string> = {};
    api.propagation.inject(api.trace.setSpan(context, span), headers);
    return {
      headers,
      end: (status?: number) => finishSpan(span, status, status === undefined || status >= 400),
    };
  };

  return { startCall, endCall, startRequest };
};

export type Telemetry = ReturnType<typeof telemetryOf>;
