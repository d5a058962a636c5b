import { resolveEndpoint } from '../../ui/endpoint.ts';
import type { Player } from './player.ts';
import { findSpeaker, type Speaker } from './tts-player.ts';

/** What it takes to read aloud. */
export interface Loaded {
  readonly speaker: Speaker;
  readonly Player: typeof Player;
}

/**
 * Finds who speaks and loads the controls, both at the same time.
 *
 * @param endpoint what the element says; the page's own where it says nothing
 * @param language BCP 47, of the text
 * @throws {ElementError} `no_endpoint` when the page names none; also what `findSpeaker` throws
 */
export const loadPlayer = async (
  endpoint: string | undefined,
  language: string | undefined,
  signal: AbortSignal,
): Promise<Loaded> => {
  const [speaker, { Player }] = await Promise.all([
    findSpeaker(resolveEndpoint(endpoint), language, signal),
    import('./player.ts'),
  ]);
  return { speaker, Player };
};
