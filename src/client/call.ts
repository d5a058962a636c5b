import type { Operation } from '../api/operation.ts';
import type { Read } from '../api/read.ts';
import type { AnswerOf, InputOf } from '../api/types.ts';
import { ApiError } from './errors.ts';
import { withoutStreams } from './form.ts';
import type { Method } from './method.ts';
import { replyStream, type ReplyPiece } from './reply-stream.ts';
import type { Input } from './request.ts';
import { send, type CallOptions, type Target } from './transport.ts';

/** What a list gives: all of it at once, or with `for await` one item after the other. */
export type Listing<T> = Promise<T[]> & AsyncIterable<T>;

/** What a list in pages gives: one page, or with `for await` every item of this page and those after it. */
export type Pages<P, T> = Promise<P> & AsyncIterable<T>;

type Given<S> = object extends InputOf<S> ? [input?: InputOf<S>] : [input: InputOf<S>];

/** A call of the whole client. What streams has `stream` beside it. */
export type Call<S> = (AnswerOf<S> extends (infer T)[]
  ? (...given: [...Given<S>, options?: CallOptions]) => Listing<T>
  : AnswerOf<S> extends { data: (infer T)[]; next?: string | undefined }
    ? (...given: [...Given<S>, options?: CallOptions]) => Pages<AnswerOf<S>, T>
    : Method<S>) &
  (S extends { event: unknown }
    ? {
        readonly stream: (
          input: InputOf<S>,
          options?: CallOptions,
        ) => AsyncGenerator<ReplyPiece, void, undefined>;
      }
    : unknown);

const iterable = (answer: Promise<unknown>): Listing<unknown> => {
  const items = async function* () {
    yield* (await answer) as unknown[];
  };
  return Object.assign(answer as Promise<unknown[]>, { [Symbol.asyncIterator]: items });
};

interface Page {
  readonly data: readonly unknown[];
  readonly next?: string;
}

type Ask = (input?: Input, options?: CallOptions) => Promise<unknown>;

/** An empty list, where a refusal says that there is nothing to be listed. */
const orNone = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
};

/** A page that goes on, for whoever iterates, with those after it. */
const inPages = (ask: Ask, input?: Input, options?: CallOptions): Pages<unknown, unknown> => {
  const first = ask(input, options);
  const items = async function* () {
    let page = (await first) as Page;
    for (;;) {
      yield* page.data;
      if (page.next === undefined) return;
      page = (await ask({ ...input, cursor: page.next }, options)) as Page;
    }
  };
  return Object.assign(first, { [Symbol.asyncIterator]: items });
};

/** Binds an operation to where it is sent. */
export const call = (target: Target, operation: Operation, read: Read<unknown>) => {
  const ask: Ask = (input, options) => {
    const answer = send(target, operation, read, input, options);
    return operation.noneIs404 ? orNone(answer) : answer;
  };
  if (operation.pages) {
    return (input?: Input, options?: CallOptions) => inPages(ask, input, options);
  }
  const make = (input?: Input, options?: CallOptions) => {
    if (operation.body === 'form' && input && 'document' in globalThis) {
      return withoutStreams({ ...input }).then((whole) => ask(whole, options));
    }
    return iterable(ask(input, options));
  };
  if (!operation.streams) return make;
  return Object.assign(make, {
    stream: (input: Input, options?: CallOptions) =>
      replyStream(target, operation, read, input, options),
  });
};
