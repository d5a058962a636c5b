import type { LogEvent } from '../http/log.ts';

/** Upper bounds of the histograms' buckets, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** As OpenMetrics wants bounds to be written: `1.0`, so that every exposer's are the same text. */
const written = (bound: number): string =>
  Number.isInteger(bound) ? bound.toFixed(1) : String(bound);

type Labels = Readonly<Record<string, string | number>>;

const labelled = (labels: Labels): string => {
  let text = '';
  for (const name in labels) text += `${text && ','}${name}="${labels[name] ?? ''}"`;
  return text;
};

const counter = (name: string, help: string) => {
  const values = new Map<string, number>();
  return {
    add: (labels: Labels, amount = 1) => {
      const key = labelled(labels);
      values.set(key, (values.get(key) ?? 0) + amount);
    },
    lines: () => [
      `# TYPE ${name} counter`,
      `# HELP ${name} ${help}`,
      ...[...values].map(([labels, value]) => `${name}_total{${labels}} ${value}`),
    ],
  };
};

const histogram = (name: string, help: string) => {
  const series = new Map<string, { buckets: number[]; count: number; sum: number }>();
  return {
    observe: (labels: Labels, seconds: number) => {
      const key = labelled(labels);
      const it = series.get(key) ?? { buckets: bounds.map(() => 0), count: 0, sum: 0 };
      series.set(key, it);
      it.count += 1;
      it.sum += seconds;
      const index = bounds.findIndex((bound) => seconds <= bound);
      if (index >= 0) it.buckets[index] = (it.buckets[index] ?? 0) + 1;
    },
    lines: () => [
      `# TYPE ${name} histogram`,
      `# UNIT ${name} seconds`,
      `# HELP ${name} ${help}`,
      ...[...series].flatMap(([labels, { buckets, count, sum }]) => {
        let below = 0;
        return [
          ...bounds.map((bound, index) => {
            below += buckets[index] ?? 0;
            return `${name}_bucket{${labels},le="${written(bound)}"} ${below}`;
          }),
          `${name}_bucket{${labels},le="+Inf"} ${count}`,
          `${name}_count{${labels}} ${count}`,
          `${name}_sum{${labels}} ${sum}`,
        ];
      }),
    ],
  };
};

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;

export const metricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * What the log events add up to, in OpenMetrics. Labels are names of operations, statuses and codes of
 * ours: nothing that a visitor could make up, so that there are never more than a few hundred series.
 */
export const metricsOf = () => {
  const requests = counter('fae_proxy_requests', 'Requests answered.');
  const duration = histogram(
    'fae_proxy_request_duration_seconds',
    'From arrival to the last byte.',
  );
  const upstream = histogram(
    'fae_proxy_upstream_duration_seconds',
    'Until the API began to answer.',
  );
  const bytes = counter('fae_proxy_streamed_bytes', 'Bytes of files and speech passed on.');
  const cache = counter('fae_proxy_cache', 'Reads by how the cache answered them.');
  const degraded = counter('fae_proxy_limits_degraded', 'Calls counted without the shared store.');

  const record = (event: LogEvent): void => {
    const operation = textOr(event['operation'], 'none');
    requests.add({
      operation,
      status: Number(event['status'] ?? 0),
      code: textOr(event['code'], 'ok'),
    });
    duration.observe({ operation }, Number(event['ms'] ?? 0) / 1000);
    if (typeof event['upstreamMs'] === 'number') {
      upstream.observe({ operation }, event['upstreamMs'] / 1000);
    }
    if (typeof event['bytes'] === 'number') bytes.add({ operation }, event['bytes']);
    if (typeof event['cache'] === 'string') cache.add({ operation, result: event['cache'] });
    if (event['degraded'] === true) degraded.add({ operation });
  };

  const text = (): string =>
    [requests, duration, upstream, bytes, cache, degraded]
      .flatMap((it) => it.lines())
      .concat('# EOF', '')
      .join('\n');

  return { record, text };
};

export type Metrics = ReturnType<typeof metricsOf>;
