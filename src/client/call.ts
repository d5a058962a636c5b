import type { Operation } from '../api/operation.ts';
import type { Read } from '../api/read.ts';
import type { AnswerOf, InputOf } from '../api/types.ts';
import { withoutStreams } from './form.ts';
import type { Method } from './method.ts';
import { replyStream, type ReplyPiece } from './reply-stream.ts';
import type { Input } from './request.ts';
import { send, type CallOptions, type Target } from './transport.ts';

/**
 * What a list gives: all of it at once, or with `for await` one item after the other. Of a list that
 * comes in pages, the loop goes on with the next page where one ends.
 */
export type Listing<T> = Promise<T[]> & AsyncIterable<T>;

type Given<S> = object extends InputOf<S> ? [input?: InputOf<S>] : [input: InputOf<S>];

/** A call of the whole client. What streams has `stream` beside it. */
export type Call<S> = (AnswerOf<S> extends (infer T)[]
  ? (...given: [...Given<S>, options?: CallOptions]) => Listing<T>
  : Method<S>) &
  (S extends { event: unknown }
    ? {
        readonly stream: (
          input: InputOf<S>,
          options?: CallOptions,
        ) => AsyncGenerator<ReplyPiece, void, undefined>;
      }
    : unknown);

/** @param more what comes after the items that one has got */
const iterable = (
  answer: Promise<unknown>,
  more: (items: readonly unknown[]) => Promise<unknown> | undefined,
): Listing<unknown> => {
  const items = async function* () {
    for (let page: Promise<unknown> | undefined = answer; page;) {
      const found = (await page) as unknown[];
      yield* found;
      page = more(found);
    }
  };
  return Object.assign(answer as Promise<unknown[]>, { [Symbol.asyncIterator]: items });
};

/** What asks for the page after one; `undefined` where that was the last one. */
const nextPage = ({ paging }: Operation, input: Input | undefined, page: readonly unknown[]) => {
  const last = page.at(-1) as { readonly id?: unknown } | undefined;
  const size = Number(input?.['limit'] ?? paging?.size);
  return paging && last && page.length >= size ? { ...input, [paging.after]: last.id } : undefined;
};

/** Binds an operation to where it is sent. */
export const call = (target: Target, operation: Operation, read: Read<unknown>) => {
  const make = (input?: Input, options?: CallOptions): Promise<unknown> => {
    if (operation.body === 'form' && input && 'document' in globalThis) {
      return withoutStreams({ ...input }).then((whole) =>
        send(target, operation, read, whole, options),
      );
    }
    const more = (page: readonly unknown[]) => {
      const next = nextPage(operation, input, page);
      return next && make(next, options);
    };
    return iterable(send(target, operation, read, input, options), more);
  };
  if (!operation.streams) return make;
  return Object.assign(make, {
    stream: (input: Input, options?: CallOptions) =>
      replyStream(target, operation, read, input, options),
  });
};
