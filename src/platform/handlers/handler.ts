import type { GenericSchema, InferOutput } from 'valibot';
import type { Schemas } from '../../api/all.schemas.ts';
import type { Operation } from '../../api/operation.ts';
import type { fleek, Operations } from '../../api/operations.ts';
import type { Person } from '../store/sessions.ts';

type Part<S, P extends string> =
  S extends Record<P, infer T extends GenericSchema>
    ? { readonly [K in P]: InferOutput<T> }
    : unknown;

/** Where something may be done: a workspace of the FAE API, a project of the Fleek API. */
type Place = 'workspace' | 'project';

type Access<O, P extends Place> = O extends { auth: 'none' }
  ? unknown
  : O extends { auth: 'account' }
    ? { readonly person: Person } & (O extends { workspace: { as: 'projectId' } }
        ? { readonly project: string }
        : unknown)
    : { readonly [K in P]: string };

/** A form is read by its handler, as its bytes come. */
type Body<O, S> = O extends { body: 'form' } ? unknown : Part<S, 'body'>;

/**
 * What a handler is given: the workspace or the project that the caller may do this in, or the person
 * who may do it, and the parts of the request, already checked.
 */
export type Context<O, S, P extends Place = 'workspace'> = Access<O, P> &
  Part<S, 'params'> &
  Part<S, 'query'> &
  Body<O, S> & {
    /** For its signal, its method and the headers that ranges are read from. */
    readonly request: Request;
    /** Where the request comes from; `undefined` where nobody can tell. */
    readonly address: string | undefined;
  };

/**
 * Answers one operation: with JSON text, which goes out as it is under the operation's status, or
 * with a response of its own.
 *
 * @throws {HttpError} for every refusal
 */
export type Handler<O, S, P extends Place = 'workspace'> = (
  context: Context<O, S, P>,
) => Promise<string | Response>;

type SchemaOf<R extends keyof Operations, V> = V extends keyof Schemas[R] ? Schemas[R][V] : never;

/** A handler for every operation: a missing one is a type error. */
export type Handlers = {
  readonly [R in keyof Operations]: {
    readonly [V in keyof Operations[R]]: Handler<
      Operations[R][V] & Operation,
      SchemaOf<R, V>,
      R extends keyof typeof fleek ? 'project' : 'workspace'
    >;
  };
};
