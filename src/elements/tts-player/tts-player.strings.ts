import { commonStrings } from '../../ui/strings.ts';
import type { PlayerStrings } from './player.strings.ts';

/** What the element itself says; the player brings its own words. */
export const ttsPlayerStrings = {
  ...commonStrings,
  empty: 'There is nothing to read aloud.',
  failures: {
    ...commonStrings.failures,
    no_target: 'The text to read was not found.',
    unavailable: 'Reading aloud is not available right now.',
    not_configured: 'Reading aloud is not set up yet.',
  } as Readonly<Record<string, string>>,
};

/** What the player is given: its own words are there only where the page says them differently. */
export type GivenStrings = typeof ttsPlayerStrings & Partial<PlayerStrings>;

/** Everything that a page can say differently. */
export type TtsPlayerStrings = typeof ttsPlayerStrings & PlayerStrings;
