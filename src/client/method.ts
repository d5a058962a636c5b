import type { Operation } from '../api/operation.ts';
import { object, type Read } from '../api/read.ts';
import type { AnswerOf, InputOf } from '../api/types.ts';
import type { Input } from './request.ts';
import { send, type CallOptions, type Target } from './transport.ts';

/** A call as the client offers it. The input may be left out where nothing in it is required. */
export type Method<S> =
  object extends InputOf<S>
    ? (input?: InputOf<S>, options?: CallOptions) => Promise<AnswerOf<S>>
    : (input: InputOf<S>, options?: CallOptions) => Promise<AnswerOf<S>>;

/** Binds an operation to where it is sent; `S` are the operation's schemas, as types alone. */
export const method = <S>(
  target: Target,
  operation: Operation,
  read: Read<unknown> = object,
): Method<S> =>
  ((input?: Input, options?: CallOptions) =>
    send(target, operation, read, input, options)) as unknown as Method<S>;
