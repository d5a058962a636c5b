import { schemasOf } from '../../../src/api/all.schemas.ts';
import type { NamedOperation, OperationName } from '../../../src/api/operations.ts';
import { describedApis } from '../../../scripts/openapi/document.ts';
import { toJsonSchemaWith } from '../../../scripts/openapi/json-schema.ts';
import type { Twist } from './calls.ts';
import type { Wish } from './requests.ts';

const jsonSchemaOf = toJsonSchemaWith({
  ...describedApis.fae.components,
  ...describedApis.fleek.components,
});

/** A wish with something wrong about it. */
export interface Bad {
  readonly title: string;
  readonly wish: Wish;
  readonly twist?: Twist;
  readonly status: number;
}

export type JsonKind = 'null' | 'number' | 'string' | 'boolean' | 'array' | 'object';

const samples: readonly (readonly [JsonKind, unknown])[] = [
  ['null', null],
  ['number', 7],
  ['string', 'text'],
  ['boolean', true],
  ['array', [{ a: 1 }]],
  ['object', { a: [1] }],
];

export interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly FieldSchema[];
  readonly oneOf?: readonly FieldSchema[];
}

const kindOf = (value: unknown): JsonKind => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonKind);
};

/** What a field may be. */
export const kindsOf = ({ type, anyOf, oneOf, ...schema }: FieldSchema): readonly JsonKind[] => {
  if (type !== undefined) {
    return [type].flat().map((it) => (it === 'integer' ? 'number' : (it as JsonKind)));
  }
  const choices = anyOf ?? oneOf;
  if (choices) return choices.flatMap(kindsOf);
  return (schema.enum ?? [schema.const]).map(kindOf);
};

interface BodySchema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, FieldSchema>>;
  /** Whether fields that are not described are kept. */
  readonly isOpen: boolean;
}

/** The described fields of an operation's body. */
export const fieldsOf = ({ name }: Pick<NamedOperation, 'name'>): BodySchema => {
  const { body } = schemasOf(name);
  const schema = body && jsonSchemaOf(body);
  const { required = [], properties = {} } = (schema ?? {}) as Partial<BodySchema>;
  return { required, properties, isOpen: schema?.['additionalProperties'] === true };
};

/** Fields without one of them. */
export const without = <T>(
  fields: Readonly<Record<string, T>>,
  name: string,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));

/** Each required field left out, and each field with a value of every other type. */
export const badFields = (operation: NamedOperation, wish: Wish): Bad[] => {
  const { required, properties } = fieldsOf(operation);
  const body = wish.body ?? {};
  const missing = required.map((name) => {
    const rest = without(body, name);
    return { title: `without ${name}`, wish: { ...wish, body: rest }, status: 400 };
  });
  const wrong = Object.entries(properties).flatMap(([name, schema]) => {
    const kinds = kindsOf(schema);
    return samples.flatMap(([kind, value]) =>
      kinds.includes(kind)
        ? []
        : [
            {
              title: `${name}: ${kind}`,
              wish: { ...wish, body: { ...body, [name]: value } },
              status: 400,
            },
          ],
    );
  });
  return [...missing, ...wrong];
};

/** Each required parameter of the query left out, and each with what it cannot be. */
export const badQueries = ({ name: operation, query = [] }: NamedOperation, wish: Wish): Bad[] => {
  const { query: schema } = schemasOf(operation);
  const { required = [] } = (schema ? jsonSchemaOf(schema) : {}) as Partial<BodySchema>;
  const values = ['', ' ', 'a b', '\0', '<script>', '-1', '1e400', 'x'.repeat(4000)];
  return (
    query
      // A collection may be called anything.
      .filter((name) => name !== 'collection')
      .flatMap((name) => {
        const rest = without(wish.query ?? {}, name);
        const missing = { title: `without ?${name}`, wish: { ...wish, query: rest }, status: 400 };
        const wrong = values.map((value) => ({
          title: `?${name}=${JSON.stringify(value.slice(0, 20))}`,
          wish: { ...wish, query: { ...rest, [name]: value } },
          // As in a path, what can be the id of nothing is the id of nothing.
          status: name === 'before' ? 404 : 400,
        }));
        return required.includes(name) ? [missing, ...wrong] : wrong;
      })
  );
};

const megabyte = 1024 * 1024;

/** Where a body may have more than a megabyte: a character file and an avatar. */
const largest: Readonly<Partial<Record<OperationName, number>>> = {
  'agents.create': 2.75 * megabyte,
  'agents.createPublished': 2.75 * megabyte,
  'agents.update': 2.75 * megabyte,
  'agents.message': 100 * 1024,
};

/** JSON of exactly so many bytes. */
const jsonOf = (bytes: number): string => `{"name":"${'x'.repeat(bytes - 11)}"}`;

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const json = 'application/json';

/** Bodies that are no JSON object, say that they are something else, or are too much. */
export const badJson = ({ name }: NamedOperation, wish: Wish): Bad[] => {
  const valid = JSON.stringify(wish.body);
  const bad = (status: number, title: string, body: BodyInit, type: string = json): Bad => ({
    title,
    wish,
    twist: { body, headers: { 'Content-Type': type } },
    status,
  });
  return [
    ...[
      '',
      '{',
      '{"a":}',
      'undefined',
      `${valid},`,
      `${valid}${valid}`,
      '{"a":NaN}',
      "{'a':1}",
    ].map((text) => bad(400, `${text.slice(0, 20)} is no JSON`, text)),
    bad(400, 'no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    ...['[]', `[${valid}]`, 'null', '"text"', '5', 'true'].map((text) =>
      bad(400, `${text.slice(0, 20)} is no object`, text),
    ),
    bad(400, 'nested too deeply', nested(101)),
    bad(400, 'nested endlessly', nested(15_000)),
    bad(400, 'a number beyond all', `{"beyond":1e400,${valid.slice(1)}`),
    ...['__proto__', 'constructor', 'prototype'].flatMap((name) => [
      bad(400, `a field ${name}`, `{"${name}":{"a":1},${valid.slice(1)}`),
      bad(400, `a field ${name} within`, `{"inside":[{"${name}":1}],${valid.slice(1)}`),
    ]),
    ...['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
      .concat('application/jsonp', 'text/json', 'application/xml')
      .map((type) => bad(415, `content type "${type}"`, valid, type)),
    {
      title: 'compressed',
      wish,
      twist: { headers: { 'Content-Encoding': 'gzip' } },
      status: 415,
    },
    bad(413, 'a byte too much', jsonOf((largest[name] ?? megabyte) + 1)),
  ];
};

const formType = 'multipart/form-data; boundary=b';

/** Forms without their file, broken ones, and what is no form. */
export const badForms = (wish: Wish): Bad[] => {
  const { file, ...fields } = wish.form ?? {};
  const bad = (status: number, title: string, body: BodyInit, type: string): Bad => ({
    title,
    wish,
    twist: { body, headers: { 'Content-Type': type } },
    status,
  });
  const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhello';
  return [
    { title: 'without the file', wish: { ...wish, form: fields }, status: 400 },
    { title: 'text for the file', wish: { ...wish, form: { ...fields, file: 'x' } }, status: 400 },
    {
      title: 'two files',
      wish: { ...wish, form: { ...wish.form, other: file ?? '' } },
      status: 400,
    },
    {
      title: 'another workspace in the form',
      wish: { ...wish, form: { workspace: '0123456789abcdef01234567', ...wish.form } },
      status: 403,
    },
    bad(400, 'cut off', part, formType),
    bad(400, 'empty', '', formType),
    bad(400, 'no boundary', 'x', 'multipart/form-data'),
    ...['', json, 'text/plain', 'application/x-www-form-urlencoded'].map((type) =>
      bad(415, `content type "${type}"`, '{}', type),
    ),
  ];
};

/** Names of files that lead out of their folder, or that no file system keeps. */
export const badFilenames = (wish: Wish): Bad[] =>
  ['../a', 'a/../../b', '/etc/passwd', 'C:\\a', 'a//b', 'a\0b', 'a\nb', '.', 'x'.repeat(256)].map(
    (filename) => ({
      title: `the name ${JSON.stringify(filename.slice(0, 20))}`,
      wish: { ...wish, form: { ...wish.form, filename } },
      status: 400,
    }),
  );

/** As they stand in a path. */
export const malformedIds = [
  ...['x', '0', 'null', 'undefined', '%00', '%FF', '%', '%2e%2e', '%2F', 'a%2Fb', '%5C', '%E0%A4'],
  ...['..%2f..%2fetc', '0123456789abcdef0123456', '0123456789abcdef012345678', '%27%20or%201=1--'],
  ...['0123456789abcdef0123456g', '0123456789abcdef01234567%00', '０１２３', 'x'.repeat(8000)],
];

/** The same for a path that may have any segments but those that lead elsewhere. */
export const malformedSegments = ['%00', '%FF', '%', '%2F', 'a%2Fb', '%5C', '%E0%A4', 'a//b', 'a/'];
