import type { Operation } from '../api/operation.ts';
import type { Read } from '../api/read.ts';
import type { AnswerOf, InputOf } from '../api/types.ts';
import { ApiError } from './errors.ts';
import { withoutStreams } from './form.ts';
import type { Method } from './method.ts';
import { itemsOf, nextPage } from './pages.ts';
import { replyStream, type ReplyPiece } from './reply-stream.ts';
import type { Input } from './request.ts';
import { send, type CallOptions, type Target } from './transport.ts';

/**
 * What a list gives: all of it at once, or with `for await` one item after the other. Of a list that
 * comes in pages, the loop goes on with the next page where one ends.
 */
export type Listing<Answer, T> = Promise<Answer> & AsyncIterable<T>;

type Given<S> = object extends InputOf<S> ? [input?: InputOf<S>] : [input: InputOf<S>];

type List<S, T> = (...given: [...Given<S>, options?: CallOptions]) => Listing<AnswerOf<S>, T>;

/** A call of the whole client. What streams has `stream` beside it. */
export type Call<S> = (AnswerOf<S> extends (infer T)[]
  ? List<S, T>
  : AnswerOf<S> extends { data: (infer T)[]; next?: string | undefined }
    ? List<S, T>
    : Method<S>) &
  (S extends { event: unknown }
    ? {
        readonly stream: (
          input: InputOf<S>,
          options?: CallOptions,
        ) => AsyncGenerator<ReplyPiece, void, undefined>;
      }
    : unknown);

/** @param next asks for what comes after a page; `undefined` where that was the last one */
const iterable = (
  answer: Promise<unknown>,
  next: (page: unknown) => Promise<unknown> | undefined,
): Listing<unknown, unknown> => {
  const items = async function* () {
    for (let asked: Promise<unknown> | undefined = answer; asked;) {
      const page = await asked;
      yield* itemsOf(page);
      asked = next(page);
    }
  };
  return Object.assign(answer, { [Symbol.asyncIterator]: items });
};

/** An empty list, where a refusal says that there is nothing to be listed. */
const orNone = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
};

/** Binds an operation to where it is sent. */
export const call = (target: Target, operation: Operation, read: Read<unknown>) => {
  const ask = (input?: Input, options?: CallOptions): Promise<unknown> => {
    const answer = send(target, operation, read, input, options);
    return operation.noneIs404 ? orNone(answer) : answer;
  };
  const make = (input?: Input, options?: CallOptions): Promise<unknown> => {
    if (operation.body === 'form' && input && 'document' in globalThis) {
      return withoutStreams({ ...input }).then((whole) => ask(whole, options));
    }
    return iterable(ask(input, options), (page) => {
      const next = nextPage(operation, input, page);
      return next && ask(next, options);
    });
  };
  if (!operation.streams) return make;
  return Object.assign(make, {
    stream: (input: Input, options?: CallOptions) =>
      replyStream(target, operation, read, input, options),
  });
};
