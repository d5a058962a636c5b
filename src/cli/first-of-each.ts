import { createClient } from '../client/index.ts';

interface Access {
  readonly url: string;
  readonly key: string;
  readonly workspace?: string;
}

/** How long the start may wait for an upstream elsewhere; milliseconds. */
const timeout = 5_000;

/**
 * What the demo shows of a workspace elsewhere: the first of each kind that the API lists. It lists
 * no products.
 */
export const firstOfEach = async (access: Access): Promise<Readonly<Record<string, string>>> => {
  const client = createClient({ fae: access });
  const first = async (list: Promise<readonly { readonly id: string }[]>) =>
    (await list.catch(() => []))[0]?.id;
  const [characterId, modelId] = await Promise.all([
    first(client.characters.list({}, { timeout })),
    first(client.models.list({}, { timeout })),
  ]);
  return { ...(characterId && { characterId }), ...(modelId && { modelId }) };
};
