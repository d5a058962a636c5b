import type { AgentRow } from '../store/agents.ts';
import type { Store } from '../store/store.ts';
import { Unopened } from '../vault.ts';
import type { FileSecret } from './character-file/file-secrets.ts';

type Sealed = Pick<AgentRow, 'id' | 'sealedSecrets'>;

const openAll = (
  { vault }: Pick<Store, 'vault'>,
  { id, sealedSecrets }: Sealed,
): readonly FileSecret[] =>
  sealedSecrets === undefined ? [] : (JSON.parse(vault.open(sealedSecrets, id)) as FileSecret[]);

/**
 * What has been taken out of an agent's character file; nothing where nobody can open it any more, so
 * that its owner can put others in its place.
 */
export const openSecrets = (store: Pick<Store, 'vault'>, agent: Sealed): readonly FileSecret[] => {
  try {
    return openAll(store, agent);
  } catch (error) {
    if (error instanceof Unopened) return [];
    throw error;
  }
};

/** @returns `undefined` where there are none */
export const sealSecrets = (
  { vault }: Pick<Store, 'vault'>,
  agent: string,
  secrets: readonly FileSecret[],
): string | undefined =>
  secrets.length === 0 ? undefined : vault.seal(JSON.stringify(secrets), agent);

/**
 * The secrets of an agent by their names, `OPENAI_API_KEY`: for the engine that it speaks through, and
 * for nobody else.
 *
 * @throws {Unopened} where the platform's secret has changed
 */
export const secretsOf = (store: Store, agent: Sealed): Readonly<Record<string, string>> =>
  Object.fromEntries(openAll(store, agent).map(([path, value]) => [path.at(-1) ?? '', value]));
