import type { OperationSchemas, SchemasOf } from './schema.ts';
import type { OperationName, Operations } from './operations.ts';
import { appsSchemas } from './fae/apps.schemas.ts';
import { authSchemas } from './fae/auth.schemas.ts';
import { botsSchemas } from './fae/bots.schemas.ts';
import { charactersSchemas } from './fae/characters.schemas.ts';
import { mediaSchemas } from './fae/media.schemas.ts';
import { membersSchemas } from './fae/members.schemas.ts';
import { modelsSchemas } from './fae/models.schemas.ts';
import { nftsSchemas } from './fae/nfts.schemas.ts';
import { ordersSchemas } from './fae/orders.schemas.ts';
import { paymentsSchemas } from './fae/payments.schemas.ts';
import { productsSchemas } from './fae/products.schemas.ts';
import { scenesSchemas } from './fae/scenes.schemas.ts';
import { storiesSchemas } from './fae/stories.schemas.ts';
import { tokensSchemas } from './fae/tokens.schemas.ts';
import { ttsSchemas } from './fae/tts.schemas.ts';
import { workspacesSchemas } from './fae/workspaces.schemas.ts';
import { agentsSchemas } from './fleek/agents.schemas.ts';
import { apiTokensSchemas } from './fleek/api-tokens.schemas.ts';
import { paymentMethodsSchemas } from './fleek/payment-methods.schemas.ts';
import { plansSchemas } from './fleek/plans.schemas.ts';
import { projectsSchemas } from './fleek/projects.schemas.ts';
import { subscriptionsSchemas } from './fleek/subscriptions.schemas.ts';

export const schemas = {
  nfts: nftsSchemas,
  payments: paymentsSchemas,
  products: productsSchemas,
  orders: ordersSchemas,
  characters: charactersSchemas,
  apps: appsSchemas,
  stories: storiesSchemas,
  bots: botsSchemas,
  images: mediaSchemas,
  videos: mediaSchemas,
  audios: mediaSchemas,
  documents: mediaSchemas,
  models: { ...mediaSchemas, ...modelsSchemas },
  tts: ttsSchemas,
  scenes: scenesSchemas,
  tokens: tokensSchemas,
  auth: authSchemas,
  workspaces: workspacesSchemas,
  members: membersSchemas,
  agents: agentsSchemas,
  plans: plansSchemas,
  subscriptions: subscriptionsSchemas,
  paymentMethods: paymentMethodsSchemas,
  projects: projectsSchemas,
  apiTokens: apiTokensSchemas,
} satisfies { [R in keyof Operations]: SchemasOf<Operations[R]> };

export type Schemas = typeof schemas;

/** The schemas of one operation by its name. */
export const schemasOf = (name: OperationName): OperationSchemas => {
  const [resource, verb] = name.split('.') as [string, string];
  const found = (schemas as Record<string, Record<string, OperationSchemas>>)[resource]?.[verb];
  if (!found) throw new TypeError(`no schemas for ${name}`);
  return found;
};
