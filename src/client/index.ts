export { createClient, type Client, type ClientOptions } from './client.ts';
export { ApiError, type ErrorCode } from './errors.ts';
export type { Captcha, SolveCaptcha } from './captcha.ts';
export type { CallOptions } from './transport.ts';
export type { Character, ModelFile, Nft, Product, SpeechStatus } from '../api/types.ts';
