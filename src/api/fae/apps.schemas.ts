import * as v from 'valibot';
import { nonEmpty, ours, params, recordFields, upload } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as apps from './apps.operations.ts';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** A host name of at least two labels, without a port. */
const domain = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(253),
  v.regex(new RegExp(`^(?:${label}\\.)+(?!\\d+$)${label}$`), 'must be a host name, "app.example"'),
);

const githubRepo = v.pipe(
  v.string(),
  v.trim(),
  v.regex(
    /^https:\/\/github\.com\/[\w-]{1,39}\/(?!\.{1,2}$)[\w.-]{1,100}\/?$/,
    'must be the URL of a GitHub repository, "https://github.com/owner/name"',
  ),
);

const forbidden = /[\\:*?"<>|\p{Cc}]/u;

/** The path of a file below its app's folder. */
export const filePath = v.pipe(
  v.string(),
  v.nonEmpty('must not be empty'),
  v.maxLength(255),
  v.check(
    (path) =>
      !forbidden.test(path) && path.split('/').every((it) => it && it !== '.' && it !== '..'),
    'must be a path below the app, "img/logo.png"',
  ),
);

const fields = {
  slug: v.optional(v.string()),
  url: v.optional(v.string()),
  description: v.optional(v.string()),
  thumbnail: v.optional(v.string()),
};

export const app = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  ...fields,
  domain: v.optional(v.string()),
  githubRepo: v.optional(v.string()),
  templateId: v.optional(v.string()),
});

export const template = v.looseObject({
  id: v.string(),
  name: v.optional(v.string()),
  description: v.optional(v.string()),
  thumbnail: v.optional(v.string()),
});

export const appsSchemas = {
  list: { answer: v.array(app) },
  templates: { answer: v.array(template) },
  create: {
    body: v.object({
      name: v.pipe(nonEmpty, v.maxLength(100)),
      templateId: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
      githubRepo: v.optional(githubRepo),
      /** The default is the slug below the platform's own host for apps. */
      domain: v.optional(domain),
      description: v.optional(v.pipe(v.string(), v.maxLength(2000), v.metadata(ours))),
      thumbnail: v.optional(v.pipe(v.string(), v.maxLength(2048), v.metadata(ours))),
    }),
    answer: app,
  },
  files: { params: params.id, answer: v.array(v.string()) },
  upload: {
    params: params.id,
    /** Without `filename` the file keeps the name that the form gives it. */
    body: v.object({ file: upload, filename: v.optional(filePath) }),
    answer: v.looseObject({
      path: v.optional(v.string()),
      size: v.optional(v.number()),
      url: v.optional(v.string()),
    }),
  },
} satisfies SchemasOf<typeof apps>;
