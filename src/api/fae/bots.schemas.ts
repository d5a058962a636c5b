import * as v from 'valibot';
import { nonEmpty, open, params, recordFields, success } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import { edges, isPipeline, nodes } from './bot-pipeline.schemas.ts';
import type * as bots from './bots.operations.ts';

const state = v.picklist(['idle', 'running', 'error']);

/** In lists without nodes, edges and logs. */
export const bot = v.looseObject({
  ...recordFields,
  name: v.optional(v.string()),
  status: v.optional(state),
  nodes: v.optional(v.array(v.looseObject({}))),
  edges: v.optional(v.array(v.looseObject({}))),
});

const name = v.pipe(nonEmpty, v.maxLength(200));

const logEntry = v.looseObject({
  message: v.string(),
  /** ISO 8601. */
  time: v.optional(v.string()),
  /** `info` or `error`. */
  level: v.optional(v.string()),
  /** Id of the node that it is about. */
  node: v.optional(v.string()),
});

export const botsSchemas = {
  list: { answer: v.array(bot) },
  get: { params: params.id, answer: bot },
  create: {
    body: v.pipe(open({ name, nodes: v.optional(nodes), edges: v.optional(edges) }), isPipeline()),
    answer: bot,
  },
  /** A pipeline is replaced as a whole. */
  update: {
    params: params.id,
    body: v.pipe(
      open({ name: v.optional(name), nodes: v.optional(nodes), edges: v.optional(edges) }),
      isPipeline(),
    ),
    answer: bot,
  },
  run: { params: params.id, answer: v.object({ status: state }) },
  stop: { params: params.id, answer: v.object({ status: state }) },
  logs: {
    params: params.id,
    answer: v.object({ logs: v.array(logEntry), status: v.optional(state) }),
  },
  clear: { params: params.id, answer: success },
  delete: { params: params.id, answer: success },
} satisfies SchemasOf<typeof bots>;
