import type { GenericSchema } from 'valibot';
import type { ErrorCode } from '../../src/api/errors.ts';
import type { ApiName, NamedOperation } from '../../src/api/operations.ts';
import type { OperationSchemas } from '../../src/api/schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** What the schemas do not say of one operation. */
export interface Prose {
  readonly summary: string;
  readonly description?: string;
  /** An example of the body; the id of the workspace or project is added. */
  readonly request?: Readonly<Record<string, unknown>>;
  /** An example of the answer. */
  readonly answer?: unknown;
}

/** The prose of each operation of a resource. */
export type ProseOf<Resource> = { readonly [Verb in keyof Resource]: Prose };

/** One way to be refused. */
export interface Refusal {
  readonly description: string;
  readonly example: { readonly error: string; readonly code: ErrorCode };
  /** An example of the same in plain text, where it may also come so. */
  readonly plain?: string;
}

export interface TagGroup {
  readonly name: string;
  readonly tags: readonly string[];
}

/** Of one path with its methods. */
export type PathItem = Readonly<Record<string, unknown>>;

export type Paths = Readonly<Record<string, PathItem>>;

/** All that makes the document of one API another than that of the next. */
export interface DescribedApi {
  readonly api: ApiName;
  readonly title: string;
  readonly description: string;
  /** Whose host it is that the API's own document names. */
  readonly host: string;
  readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
  /** The names of the schemes any one of which opens an operation, the usual one first. */
  readonly waysIn: (operation: NamedOperation) => readonly string[];
  /** The id by which requests name the workspace, or the project. */
  readonly place: JsonSchema;
  readonly tags: Readonly<Record<string, string>>;
  readonly tagGroups: readonly TagGroup[];
  readonly tagOf: (operation: NamedOperation) => string;
  /** By resource and verb, in the order in which people are told. */
  readonly prose: Readonly<Record<string, Readonly<Record<string, Prose>>>>;
  /** An example of every parameter that stands in a path or a query. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The schemas that have a name of their own in the document. */
  readonly components: Readonly<Record<string, GenericSchema>>;
  /** Answers as they come, where the contract's schema is of what they are straightened to. */
  readonly wire: Readonly<Partial<Record<string, GenericSchema>>>;
  /** By status; where two share one, a name follows it: `404.agent`. */
  readonly refusals: Readonly<Record<string, Refusal>>;
  /** The refusals of an operation beside those that follow from what kind of operation it is. */
  readonly refusedWith: (operation: NamedOperation, schemas: OperationSchemas) => readonly string[];
  /** Paths that are no operations: no client has them, and no proxy passes them on. */
  readonly before: Paths;
  readonly after: Paths;
}
