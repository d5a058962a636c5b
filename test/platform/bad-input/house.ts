import type { Speech } from '../../../src/platform/engines/speech.ts';
import type { Parts } from '../../../src/platform/platform.ts';
import { insertPasswordReset } from '../../../src/platform/store/accounts.ts';
import { putWorkspace, updateWorkspace } from '../../../src/platform/store/workspaces.ts';
import { formOf, sent } from '../forms.ts';
import { createPerson, password, somebody, startForPeople } from '../people.ts';
import { connectedAccount, startStripe } from '../stripe-server.ts';
import { glb, type TestPlatform } from '../support.ts';
import type { CallerName } from './calls.ts';

export const mediaKinds = ['images', 'videos', 'audios', 'documents', 'models'] as const;

type MediaKind = (typeof mediaKinds)[number];

/** What requests name: the ids of records, and what opens an account. */
export interface Things extends Readonly<Record<MediaKind, string>> {
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

/** A workspace with one thing of each kind, and people of each role. */
export interface House {
  readonly key: string;
  readonly things: Things;
  /** The same, after all that can be deleted has been. */
  readonly gone: Things;
  /** Headers of somebody's own desk. */
  readonly headersOf: (caller: CallerName) => Promise<Readonly<Record<string, string>>>;
}

const speech: Speech = {
  status: async () => ({ available: true, state: 'ready', voices: [] }),
  speak: async () => new Uint8Array(44),
  close: async () => undefined,
};

/** A platform with stand-ins that answer at once, and with Stripe's. */
export const startTown = async ({ services, ...parts }: Partial<Parts> = {}) => {
  const stripe = await startStripe();
  const server = await startForPeople(
    { env: stripe.env },
    { ...parts, services: { speech, ...services } },
  );
  return {
    server,
    close: async (): Promise<void> => {
      await server.close();
      await stripe.close();
    },
  };
};

let houses = 0;

export const buildHouse = async (server: TestPlatform): Promise<House> => {
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

  const makeThings = async (suffix: string): Promise<Things> => {
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

  const things = await makeThings('');
  const gone = await makeThings('-gone');
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

  const headersOf: Readonly<Record<CallerName, () => Promise<Record<string, string>>>> = {
    nobody: async () => ({}),
    'a wrong key': async () => ({ 'x-api-key': `${key}x` }),
    'the key': async () => withKey,
    'an owner': () => cookie(owner),
    'a viewer': () => cookie(viewer),
    'an expired session': async () => {
      const headers = await cookie(late);
      await store.db
        .updateTable('sessions')
        .set({ expires_at: new Date(0).toISOString() })
        .where('account', '=', late.account)
        .execute();
      return headers;
    },
  };
  return { key, things, gone, headersOf: (caller) => headersOf[caller]() };
};
