import type { ApiName } from '../../../src/api/operations.ts';
import { insertPasswordReset } from '../../../src/platform/store/accounts.ts';
import { putWorkspace, updateWorkspace } from '../../../src/platform/store/workspaces.ts';
import { formOf, sent } from '../forms.ts';
import { createPerson, password, somebody } from '../people.ts';
import { connectedAccount } from '../stripe-server.ts';
import { glb } from '../support.ts';
import type { CallerName } from './calls.ts';
import { buildProject, type ProjectThings } from './project.ts';
import type { Town } from './town.ts';

export const mediaKinds = ['images', 'videos', 'audios', 'documents', 'models'] as const;

type MediaKind = (typeof mediaKinds)[number];

/** What requests name: the ids of records, and what opens an account. */
export interface Things extends Readonly<Record<MediaKind, string>>, ProjectThings {
  readonly workspace: string;
  readonly nft: string;
  readonly product: string;
  readonly character: string;
  readonly conversation: string;
  readonly app: string;
  readonly story: string;
  readonly bot: string;
  readonly scene: string;
  /** A checkout's. */
  readonly session: string;
  readonly member: string;
  readonly email: string;
  readonly invitedEmail: string;
  readonly invitation: string;
  readonly resetToken: string;
}

/** A workspace and a project with one thing of each kind, and people of each role. */
export interface House {
  readonly keys: Readonly<Record<ApiName, string>>;
  readonly things: Things;
  /** The same, after all that can be deleted has been. */
  readonly gone: Things;
  /** Headers of somebody's own desk, for one of the APIs. */
  readonly headersOf: (
    caller: CallerName,
    api: ApiName,
  ) => Promise<Readonly<Record<string, string>>>;
}

let houses = 0;

export const buildHouse = async (town: Town): Promise<House> => {
  const { server } = town;
  const { store, origin } = server;
  const name = `house${(houses += 1)}`;
  const { id: workspace, key } = await putWorkspace(store, { name });
  await updateWorkspace(store, workspace, { stripeAccount: connectedAccount });

  const owner = await somebody(server, `${name}-owner`, { [workspace]: 'owner' });
  const viewer = await somebody(server, `${name}-viewer`, { [workspace]: 'viewer' });
  const late = await somebody(server, `${name}-late`, { [workspace]: 'owner' });
  const desk = await owner.sit();

  const made = async (path: string, body: Record<string, unknown>): Promise<string> =>
    (await server.json(201, 'POST', `/api${path}`, body, { 'x-api-key': key })).id;

  const uploaded = async (path: string, form: FormData): Promise<string> =>
    (await sent(201, server, `/api${path}`, form, { 'x-api-key': key })).id;

  const makeApp = async (): Promise<string> => {
    const app = await made('/apps', { name });
    await uploaded(`/apps/${app}/upload`, formOf('<p>', 'index.html'));
    return app;
  };

  const talk = async (characterId: string): Promise<string> => {
    const conversationId = `conversation-${name}-${characterId}`;
    const body = { characterId, conversationId, text: 'Hello' };
    await server.json(200, 'POST', '/api/characters/response', body, { 'x-api-key': key });
    return conversationId;
  };

  const buy = async (productId: string): Promise<string> => {
    const body = { productId, returnUrl: 'https://shop.example/' };
    const path = '/api/payments/sessions';
    return (await server.json(201, 'POST', path, body, { 'x-api-key': key })).id;
  };

  const inWorkspace = async (suffix: string): Promise<Omit<Things, keyof ProjectThings>> => {
    const character = await made('/characters', { name });
    const goods = { name, description: name, amount: 500, currency: 'eur' };
    const product = await made('/payments/products', goods);
    const media = await Promise.all(
      mediaKinds.map(async (kind) => {
        const url = `https://files.example/${name}${suffix}.bin`;
        const id =
          kind === 'models'
            ? await uploaded('/models/upload', formOf(glb(64), 'a.glb'))
            : await made(`/${kind}`, { url, name });
        return [kind, id] as const;
      }),
    );
    const invitedEmail = `${name}${suffix}-invited@example.com`;
    const membersPath = `/api/workspaces/${workspace}/members`;
    const invited = { email: invitedEmail, role: 'editor' };
    const { id: member, invitation } = await desk.json(201, 'POST', membersPath, invited);
    const patient = await somebody(server, `${name}${suffix}-patient`, {});
    return {
      ...(Object.fromEntries(media) as Record<MediaKind, string>),
      workspace,
      nft: await made('/nfts', { name }),
      product,
      character,
      conversation: await talk(character),
      app: await makeApp(),
      story: await made('/stories', { title: name }),
      bot: await made('/bots', { name }),
      scene: await made('/scenes', { name }),
      session: await buy(product),
      member,
      email: patient.email,
      invitedEmail,
      invitation: String(invitation),
      resetToken: (await insertPasswordReset(store, patient.account)).token,
    };
  };

  const things = await inWorkspace('');
  const gone = await inWorkspace('-gone');
  const withKey = { 'x-api-key': key };
  const paths = [
    ...mediaKinds.map((kind) => `/${kind}/${gone[kind]}`),
    ...[`/nfts/${gone.nft}`, `/payments/products/${gone.product}`, `/characters/${gone.character}`],
    ...[`/stories/${gone.story}`, `/bots/${gone.bot}`, `/scenes/${gone.scene}`],
  ];
  for (const path of paths) await server.json(200, 'DELETE', `/api${path}`, undefined, withKey);
  await desk.json(200, 'DELETE', `/api/workspaces/${workspace}/members/${gone.member}`);
  const used = { token: gone.resetToken, password };
  await createPerson(server).json(200, 'POST', '/api/auth/password', used);
  // There is no operation that deletes an app.
  await store.db.deleteFrom('apps').where('id', '=', gone.app).execute();

  const cookie = async (person: typeof owner) => ({
    Cookie: (await person.sit()).cookie() ?? '',
    Origin: origin,
  });

  const inProject = await buildProject(town, workspace, name, desk);
  const keys = { fae: key, fleek: inProject.key };

  const lateCookie = async () => {
    const headers = await cookie(late);
    await store.db
      .updateTable('sessions')
      .set({ expires_at: new Date(0).toISOString() })
      .where('account', '=', late.account)
      .execute();
    return headers;
  };

  type Headers = Record<string, string>;
  const headersOf: Readonly<Record<CallerName, (api: ApiName) => Headers | Promise<Headers>>> = {
    nobody: () => ({}),
    'a wrong key': (api) => ({ 'x-api-key': `${keys[api]}x` }),
    'the key': (api) => ({ 'x-api-key': keys[api] }),
    'the other API’s key': (api) => ({ 'x-api-key': keys[api === 'fae' ? 'fleek' : 'fae'] }),
    'an owner': () => cookie(owner),
    'a viewer': () => cookie(viewer),
    'an expired session': lateCookie,
  };
  return {
    keys,
    things: { ...things, ...inProject.things },
    gone: { ...gone, ...inProject.gone },
    headersOf: async (caller, api) => headersOf[caller](api),
  };
};
