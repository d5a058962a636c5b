import type { GenericSchema } from 'valibot';
import type { Operation, Resource } from './operation.ts';

/** What is checked of one operation. A part that the operation does not have is left out. */
export interface OperationSchemas {
  /** The `{…}` of the path. */
  readonly params?: GenericSchema;
  readonly query?: GenericSchema;
  readonly body?: GenericSchema;
  /** What a caller gives whose query and body are passed on as they are. */
  readonly forwarded?: GenericSchema;
  /** A JSON answer, after it has been straightened. Absent for bytes. */
  readonly answer?: GenericSchema;
  /** The `data` of each event, where the answer may also come piece by piece. */
  readonly event?: GenericSchema;
}

type Needs<O extends Operation> = (O['path'] extends `${string}{${string}`
  ? { readonly params: GenericSchema }
  : unknown) &
  (O extends { body: string } ? { readonly body: GenericSchema } : unknown) &
  (O extends { query: readonly string[] } ? { readonly query: GenericSchema } : unknown) &
  (O extends { answer: 'json' } ? { readonly answer: GenericSchema } : unknown) &
  (O extends { forwards: true } ? { readonly forwarded: GenericSchema } : unknown) &
  (O extends { streams: true } ? { readonly event: GenericSchema } : unknown);

/** One entry for each operation of a resource: a missing one is a type error. */
export type SchemasOf<R extends Resource> = {
  readonly [V in keyof R]: OperationSchemas & Needs<R[V]>;
};
