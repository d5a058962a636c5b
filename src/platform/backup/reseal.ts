import type { Store } from '../store/store.ts';
import { createVault, Unopened, type Vault } from '../vault.ts';

const opened = (vault: Vault, sealed: string, owner: string): string | undefined => {
  try {
    return vault.open(sealed, owner);
  } catch (error) {
    if (error instanceof Unopened) return undefined;
    throw error;
  }
};

/**
 * Has a platform open what another one has sealed: the secrets of its agents. To be called in a
 * transaction.
 *
 * @param secret the platform's own; `undefined` where it will make one
 * @param former the other one's, as far as it is known
 * @returns of how many agents the secrets stay as they are, for whoever has the secret that opens them
 */
export const reseal = async (
  { db }: Pick<Store, 'db'>,
  secret: string | undefined,
  former: string | undefined,
): Promise<number> => {
  const rows = await db
    .selectFrom('agents')
    .select(['id', 'secrets'])
    .where('secrets', 'is not', null)
    .execute();
  const own = secret === undefined ? undefined : createVault(secret);
  const other = former === undefined ? undefined : createVault(former);
  let closed = 0;
  for (const { id, secrets: sealed } of rows) {
    if (sealed === null || (own && opened(own, sealed, id) !== undefined)) continue;
    const text = other && opened(other, sealed, id);
    if (own && text !== undefined) {
      const secrets = own.seal(text, id);
      await db.updateTable('agents').set({ secrets }).where('id', '=', id).execute();
    } else closed += 1;
  }
  return closed;
};
