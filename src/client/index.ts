export { createClient, type Client, type ClientOptions } from './client.ts';
export { ApiError, type ErrorCode } from './errors.ts';
export type { Captcha, SolveCaptcha } from './captcha.ts';
export type { CallOptions } from './transport.ts';
export type { ReplyPiece } from './reply-stream.ts';
export type {
  Agent,
  AgentContent,
  AgentLogLine,
  ApiToken,
  App,
  Bot,
  Character,
  MediaFile,
  Member,
  ModelFile,
  Nft,
  Order,
  PaymentMethod,
  Plan,
  Product,
  Project,
  Scene,
  SpeechStatus,
  Story,
  Subscription,
  Token,
  TokenPrice,
  Workspace,
} from '../api/types.ts';
