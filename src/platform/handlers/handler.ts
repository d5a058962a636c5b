import type { GenericSchema, InferOutput } from 'valibot';
import type { Schemas } from '../../api/all.schemas.ts';
import type { Operation } from '../../api/operation.ts';
import type { Operations } from '../../api/operations.ts';

type Part<S, P extends string> =
  S extends Record<P, infer T extends GenericSchema>
    ? { readonly [K in P]: InferOutput<T> }
    : unknown;

type Access<O> = O extends { auth: 'none' } ? unknown : { readonly workspace: string };

/** What a handler is given: the key's workspace, and the parts of the request, already checked. */
export type Context<O, S> = Access<O> &
  Part<S, 'params'> &
  Part<S, 'query'> &
  Part<S, 'body'> & {
    /** For its signal, its method and the headers that ranges are read from. */
    readonly request: Request;
  };

/**
 * Answers one operation: with JSON text, which goes out as it is under the operation's status, or
 * with a response of its own.
 *
 * @throws {HttpError} for every refusal
 */
export type Handler<O, S> = (context: Context<O, S>) => Promise<string | Response>;

type SchemaOf<R extends keyof Operations, V> = V extends keyof Schemas[R] ? Schemas[R][V] : never;

/** A handler for every operation: a missing one is a type error. */
export type Handlers = {
  readonly [R in keyof Operations]: {
    readonly [V in keyof Operations[R]]: Handler<Operations[R][V] & Operation, SchemaOf<R, V>>;
  };
};
