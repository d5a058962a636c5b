import * as apps from './fae/apps.operations.ts';
import * as auth from './fae/auth.operations.ts';
import * as bots from './fae/bots.operations.ts';
import * as characters from './fae/characters.operations.ts';
import * as media from './fae/media.operations.ts';
import * as members from './fae/members.operations.ts';
import * as models from './fae/models.operations.ts';
import * as nfts from './fae/nfts.operations.ts';
import * as orders from './fae/orders.operations.ts';
import * as payments from './fae/payments.operations.ts';
import * as products from './fae/products.operations.ts';
import * as scenes from './fae/scenes.operations.ts';
import * as stories from './fae/stories.operations.ts';
import * as tokens from './fae/tokens.operations.ts';
import * as tts from './fae/tts.operations.ts';
import * as workspaces from './fae/workspaces.operations.ts';
import * as agents from './fleek/agents.operations.ts';
import * as apiTokens from './fleek/api-tokens.operations.ts';
import * as paymentMethods from './fleek/payment-methods.operations.ts';
import * as plans from './fleek/plans.operations.ts';
import * as projects from './fleek/projects.operations.ts';
import * as subscriptions from './fleek/subscriptions.operations.ts';
import type { Operation, Resource } from './operation.ts';

/** The FAE API's operations, by resource and verb. */
export const fae = {
  nfts,
  payments,
  products,
  orders,
  characters,
  apps,
  stories,
  bots,
  images: media.images,
  videos: media.videos,
  audios: media.audios,
  documents: media.documents,
  models: { ...media.models, ...models },
  tts,
  scenes,
  tokens,
  auth,
  workspaces,
  members,
} satisfies Record<string, Resource>;

/** The Fleek AI Agents API's operations, by resource and verb. */
export const fleek = {
  agents,
  plans,
  subscriptions,
  paymentMethods,
  projects,
  apiTokens,
} satisfies Record<string, Resource>;

export const apis = { fae, fleek };

export type ApiName = keyof typeof apis;
export type Operations = typeof fae & typeof fleek;

type Named<A> = {
  [R in keyof A & string]: `${R}.${keyof A[R] & string}`;
}[keyof A & string];

/** `nfts.listPublic`, `payments.checkout`, … */
export type OperationName = Named<Operations>;

export interface NamedOperation extends Operation {
  readonly name: OperationName;
  readonly api: ApiName;
}

/** Every operation of both APIs with its name, for whoever loops over all of them. */
export const namedOperations: readonly NamedOperation[] = Object.entries(apis).flatMap(
  ([api, resources]) =>
    Object.entries(resources as Record<string, Resource>).flatMap(([resource, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => ({
        ...operation,
        api: api as ApiName,
        name: `${resource}.${verb}` as OperationName,
      })),
    ),
);
