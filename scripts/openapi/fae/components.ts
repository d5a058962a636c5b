import type { GenericSchema } from 'valibot';
import { app, template } from '../../../src/api/fae/apps.schemas.ts';
import { account } from '../../../src/api/fae/auth.schemas.ts';
import { edge, node } from '../../../src/api/fae/bot-pipeline.schemas.ts';
import { bot } from '../../../src/api/fae/bots.schemas.ts';
import { character, charactersSchemas } from '../../../src/api/fae/characters.schemas.ts';
import { file } from '../../../src/api/fae/media.schemas.ts';
import { member } from '../../../src/api/fae/members.schemas.ts';
import { nft } from '../../../src/api/fae/nfts.schemas.ts';
import { order } from '../../../src/api/fae/orders.schemas.ts';
import { product } from '../../../src/api/fae/payments.schemas.ts';
import { ownProduct } from '../../../src/api/fae/products.schemas.ts';
import { sceneDefinition, sceneNode } from '../../../src/api/fae/scene-definition.schemas.ts';
import { scene } from '../../../src/api/fae/scenes.schemas.ts';
import { story } from '../../../src/api/fae/stories.schemas.ts';
import { token, tokenPrice } from '../../../src/api/fae/tokens.schemas.ts';
import { workspace } from '../../../src/api/fae/workspaces.schemas.ts';
import { success } from '../../../src/api/fields.schemas.ts';

/** The schemas that have a name of their own in the document. */
export const components = {
  Nft: nft,
  Product: product,
  OwnProduct: ownProduct,
  Order: order,
  Character: character,
  ReplyEvent: charactersSchemas.response.event,
  App: app,
  AppTemplate: template,
  Story: story,
  Bot: bot,
  BotNode: node,
  BotEdge: edge,
  MediaFile: file,
  Scene: scene,
  SceneDefinition: sceneDefinition,
  SceneNode: sceneNode,
  Token: token,
  TokenPrice: tokenPrice,
  Account: account,
  Workspace: workspace,
  Member: member,
  Success: success,
} satisfies Readonly<Record<string, GenericSchema>>;
