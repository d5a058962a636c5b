import type { GenericSchema, InferInput, InferOutput } from 'valibot';
import type { Schemas } from './all.schemas.ts';

type Part<S, P extends 'params' | 'query' | 'body' | 'forwarded'> =
  S extends Record<P, infer T extends GenericSchema> ? InferInput<T> : unknown;

type Simplify<T> = { [K in keyof T]: T[K] };

/** What a call takes: path and query parameters and the body's fields, side by side. */
export type InputOf<S> = Simplify<
  Part<S, 'params'> & Part<S, 'query'> & Part<S, 'body'> & Part<S, 'forwarded'>
>;

/** What a call gives: the straightened JSON, or the raw answer where it is bytes. */
export type AnswerOf<S> = S extends { answer: infer T extends GenericSchema }
  ? InferOutput<T>
  : Response;

export type Nft = AnswerOf<Schemas['nfts']['update']>;
export type Product = AnswerOf<Schemas['payments']['product']>;
export type Character = AnswerOf<Schemas['characters']['update']>;
export type ModelFile = AnswerOf<Schemas['models']['update']>;
export type SpeechStatus = AnswerOf<Schemas['tts']['status']>;
export type App = AnswerOf<Schemas['apps']['create']>;
export type Story = AnswerOf<Schemas['stories']['get']>;
export type Scene = AnswerOf<Schemas['scenes']['update']>;
export type Bot = AnswerOf<Schemas['bots']['get']>;
export type MediaFile = AnswerOf<Schemas['images']['update']>;
export type Token = AnswerOf<Schemas['tokens']['create']>;
export type TokenPrice = AnswerOf<Schemas['tokens']['price']>;
export type Order = AnswerOf<Schemas['orders']['list']>[number];
export type Workspace = AnswerOf<Schemas['workspaces']['update']>;
export type Member = AnswerOf<Schemas['members']['update']>;
export type Agent = AnswerOf<Schemas['agents']['get']>;
export type AgentContent = AnswerOf<Schemas['agents']['message']>[number];
export type AgentLogLine = AnswerOf<Schemas['agents']['logs']>['data'][number];
export type Plan = AnswerOf<Schemas['plans']['list']>[number];
export type Subscription = AnswerOf<Schemas['subscriptions']['get']>;
export type PaymentMethod = AnswerOf<Schemas['paymentMethods']['list']>['data'][number];
export type Project = AnswerOf<Schemas['projects']['create']>;
export type ApiToken = AnswerOf<Schemas['apiTokens']['create']>;
