export type { RequestContext } from './arrive.ts';
export { createProxy, type Proxy } from './create-proxy.ts';
export type {
  ApiOptions,
  Assets,
  Expose,
  ExposePattern,
  LimitOptions,
  Pins,
  ProxyOptions,
} from './options.ts';
export { memoryStore, type Spent, type Store } from '../http/limits.ts';
export { jsonLines, type LogEvent } from '../http/log.ts';
