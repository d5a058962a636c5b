import * as v from 'valibot';
import { nonEmpty, ours } from '../fields.schemas.ts';
import type { SchemasOf } from '../schema.ts';
import type * as agents from './agents.operations.ts';
import { agentParams, page, pageQuery } from './fields.schemas.ts';

const jsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** A character file: a JSON object, as text. What is in it is looked at when it is published. */
const characterFile = v.pipe(
  v.string(),
  v.maxLength(1_000_000, 'must be at most 1,000,000 characters'),
  v.check(jsonObject, 'must be a JSON object, as a string'),
);

/** A name, raw base64 or a data URL; given back as it was sent. */
const avatar = v.nullable(
  v.pipe(v.string(), v.maxLength(1_400_000, 'must be at most 1 MB as base64')),
);

const name = v.pipe(nonEmpty, v.maxLength(200, 'must be at most 200 characters'));

export const agentStatuses = [
  'Draft',
  'Created',
  'Pending',
  'Running',
  'Stopped',
  'Failed',
] as const;

export type AgentStatus = (typeof agentStatuses)[number];

/** Statuses that are not known are taken as they are. */
export const agent = v.looseObject({
  id: v.string(),
  projectId: v.optional(v.string()),
  name: v.optional(v.string()),
  avatar: v.optional(v.nullable(v.string())),
  status: v.optional(v.string()),
  characterFile: v.optional(v.string()),
  host: v.optional(v.nullable(v.string())),
  slotNumber: v.optional(v.number()),
  createdBy: v.optional(v.string()),
  createdAt: v.optional(v.string()),
  updatedAt: v.optional(v.string()),
  deletedAt: v.optional(v.nullable(v.string())),
  frameworkVersion: v.optional(v.string()),
  publicToken: v.optional(v.string()),
  publicChat: v.optional(v.boolean()),
});

const settings = {
  avatar: v.optional(avatar),
  frameworkVersion: v.optional(v.pipe(v.nullable(v.string()), v.metadata(ours))),
  publicChat: v.optional(v.pipe(v.boolean(), v.metadata(ours))),
  /** An Eliza server of one's own that answers in place of the platform. */
  host: v.optional(v.pipe(v.nullable(v.string()), v.metadata(ours))),
};

const draft = v.looseObject({ name: v.optional(name), config: characterFile, ...settings });

export const logLine = v.looseObject({
  id: v.string(),
  /** Seconds since 1970. */
  timestamp: v.number(),
  message: v.string(),
  /** As syslog has them: 0 is the worst, 6 is information, 7 is for debugging. */
  priority: v.number(),
});

const attachment = v.looseObject({
  id: v.optional(v.string()),
  url: v.optional(v.string()),
  title: v.optional(v.string()),
  source: v.optional(v.string()),
  description: v.optional(v.string()),
  text: v.optional(v.string()),
  contentType: v.optional(v.string()),
});

/** One of the things that an agent says to a message. */
export const content = v.looseObject({
  user: v.optional(v.string()),
  text: v.optional(v.string()),
  action: v.optional(v.string()),
  attachments: v.optional(v.array(attachment)),
});

const anyId = v.pipe(v.string(), v.maxLength(100, 'must be at most 100 characters'));

/** A request to an agent's own interface. */
const forwarded = {
  params: v.object({ ...agentParams.entries, key: v.array(v.string()) }),
  forwarded: v.object({
    query: v.optional(v.record(v.string(), v.string())),
    /** Sent as JSON, where the method has a body. */
    body: v.optional(v.unknown()),
  }),
};

export const agentsSchemas = {
  list: { query: pageQuery, answer: page(agent) },
  create: { body: draft, answer: agent },
  createPublished: { body: draft, answer: agent },
  publish: { params: agentParams, answer: agent },
  get: { params: agentParams, answer: agent },
  update: {
    params: agentParams,
    body: v.looseObject({
      name: v.optional(name),
      config: v.optional(characterFile),
      characterFile: v.optional(characterFile),
      ...settings,
    }),
    answer: agent,
  },
  delete: {
    params: agentParams,
    answer: v.looseObject({ id: v.optional(v.string()), message: v.optional(v.string()) }),
  },
  logs: { params: agentParams, query: pageQuery, answer: page(logLine) },
  status: { params: agentParams, answer: v.looseObject({ status: v.boolean() }) },
  start: { params: agentParams, answer: agent },
  stop: { params: agentParams, answer: agent },
  attestation: { params: agentParams },
  profile: {
    params: agentParams,
    answer: v.looseObject({
      id: v.optional(v.string()),
      name: v.optional(v.string()),
      avatar: v.optional(v.nullable(v.string())),
      greeting: v.optional(v.string()),
      prompts: v.optional(v.array(v.string())),
    }),
  },
  peers: {
    params: agentParams,
    answer: v.array(v.looseObject({ id: v.string(), name: v.optional(v.string()) })),
  },
  message: {
    params: v.object({ ...agentParams.entries, peerId: v.pipe(anyId, v.nonEmpty()) }),
    body: v.object({
      /** Eliza has no answer to an empty one. */
      text: v.pipe(v.string(), v.trim()),
      roomId: v.optional(anyId),
      userId: v.optional(anyId),
    }),
    answer: v.array(content),
  },
  apiGet: forwarded,
  apiPost: forwarded,
  apiPut: forwarded,
  apiPatch: forwarded,
  apiDelete: forwarded,
} satisfies SchemasOf<typeof agents>;
