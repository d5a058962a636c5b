import type { Replies } from '../engines/replies.ts';
import type { Speech } from '../engines/speech.ts';
import type { Files } from '../files/files.ts';
import type { Outbound } from '../outbound.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';

/** What handlers work with. */
export interface Services {
  readonly settings: Settings;
  readonly store: Store;
  readonly files: Files;
  readonly outbound: Outbound;
  /** Absent where the engine is not configured. */
  readonly replies: Replies | undefined;
  readonly speech: Speech | undefined;
  /** Runs work that no answer waits for; it is waited for at the end. */
  readonly background: (work: Promise<void>) => void;
  /** Milliseconds that a character may take to answer. */
  readonly replyDeadline: number;
}
