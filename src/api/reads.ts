import * as apps from './fae/apps.read.ts';
import * as bots from './fae/bots.read.ts';
import * as characters from './fae/characters.read.ts';
import * as media from './fae/media.read.ts';
import * as members from './fae/members.read.ts';
import * as nfts from './fae/nfts.read.ts';
import * as orders from './fae/orders.read.ts';
import * as payments from './fae/payments.read.ts';
import * as products from './fae/products.read.ts';
import * as scenes from './fae/scenes.read.ts';
import * as stories from './fae/stories.read.ts';
import * as tokens from './fae/tokens.read.ts';
import * as tts from './fae/tts.read.ts';
import * as workspaces from './fae/workspaces.read.ts';
import * as agents from './fleek/agents.read.ts';
import * as apiTokens from './fleek/api-tokens.read.ts';
import * as paymentMethods from './fleek/payment-methods.read.ts';
import * as plans from './fleek/plans.read.ts';
import * as projects from './fleek/projects.read.ts';
import * as subscriptions from './fleek/subscriptions.read.ts';
import type { OperationName } from './operations.ts';
import { object, type Read } from './read.ts';

const reads: Record<string, Record<string, unknown>> = {
  nfts,
  payments,
  products,
  orders,
  characters,
  apps,
  stories,
  bots,
  images: media,
  videos: media,
  audios: media,
  documents: media,
  models: media,
  tts,
  scenes,
  tokens,
  workspaces,
  members,
  agents,
  plans,
  subscriptions,
  paymentMethods,
  projects,
  apiTokens,
};

/** What straightens the JSON answer of an operation. Most answers only have to be an object. */
export const readOf = (name: OperationName): Read<unknown> => {
  const [resource, verb] = name.split('.') as [string, string];
  const found = reads[resource]?.[verb];
  return typeof found === 'function' ? (found as Read<unknown>) : object;
};
