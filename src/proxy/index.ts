export { bindingAssets } from './assets-binding.ts';
export { bearer } from './authorize.ts';
export { createProxy, type Proxy } from './create-proxy.ts';
export type {
  ApiOptions,
  Assets,
  Authorize,
  Bindings,
  CaptchaOptions,
  Expose,
  ExposePattern,
  LimitOptions,
  Pins,
  ProxyOptions,
  Windows,
} from './options.ts';
export { platformSession, type PlatformSessionOptions } from './platform-session.ts';
export type { OpenTelemetry } from './telemetry.ts';
export { redisRestStore } from './stores/redis-rest-store.ts';
export type { AnswerCache, Claim, SharedStore, Spent, Store } from '../http/limits.ts';
export { memoryStore } from '../http/memory-store.ts';
export { jsonLines, type LogEvent } from '../http/log.ts';
export { documentedUrls } from '../api/hosts.ts';
export {
  namedOperations as operations,
  type NamedOperation,
  type OperationName,
} from '../api/operations.ts';
