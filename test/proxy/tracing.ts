import { AsyncLocalStorage } from 'node:async_hooks';
import * as api from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';

/** What is active follows a request through its awaits, as in a server with instrumentations. */
const contextManager = (): api.ContextManager => {
  const storage = new AsyncLocalStorage<api.Context>();
  const manager: api.ContextManager = {
    active: () => storage.getStore() ?? api.ROOT_CONTEXT,
    with: (context, run, self, ...args) => storage.run(context, () => run.apply(self, args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
};

/** W3C Trace Context, as far as it is sent. */
const propagator: api.TextMapPropagator = {
  inject: (context, carrier, setter) => {
    const span = api.trace.getSpanContext(context);
    if (!span) return;
    setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-0${span.traceFlags}`);
  },
  extract: (context) => context,
  fields: () => ['traceparent'],
};

/** Sets OpenTelemetry up for this process, and gives what it was told. */
export const startTracing = () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  api.trace.setGlobalTracerProvider(provider);
  api.context.setGlobalContextManager(contextManager());
  api.propagation.setGlobalPropagator(propagator);
  return {
    /** The spans that have ended, those of the test before forgotten. */
    ended: (): readonly ReadableSpan[] => exporter.getFinishedSpans(),
    reset: () => exporter.reset(),
  };
};
