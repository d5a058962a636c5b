import { listCharacters } from '../store/characters.ts';
import { revisionOf } from '../store/revisions.ts';
import type { Services } from './services.ts';

const lifetime = 60_000;

/**
 * A workspace's characters, remembered for 60 seconds and refreshed in the background after that,
 * as the API's document says. A change of a character in any process makes the list be read anew.
 */
export const createCharacterList = ({
  store,
  background,
}: Pick<Services, 'store' | 'background'>) => {
  const lists = new Map<string, { text: string; revision: number; readAt: number }>();
  const refreshing = new Set<string>();

  const read = async (workspace: string): Promise<string> => {
    // The number first: what changes in between makes the list out of date, never wrongly fresh.
    const revision = await revisionOf(store, workspace, 'characters');
    const text = await listCharacters(store, workspace);
    lists.set(workspace, { text, revision, readAt: store.now() });
    return text;
  };

  const refresh = async (workspace: string): Promise<void> => {
    refreshing.add(workspace);
    try {
      await read(workspace);
    } finally {
      refreshing.delete(workspace);
    }
  };

  return async (workspace: string): Promise<string> => {
    const kept = lists.get(workspace);
    if (!kept || kept.revision !== (await revisionOf(store, workspace, 'characters'))) {
      return read(workspace);
    }
    if (store.now() - kept.readAt >= lifetime && !refreshing.has(workspace)) {
      background(refresh(workspace));
    }
    return kept.text;
  };
};
