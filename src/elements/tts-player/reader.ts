import type { Failure } from '../../ui/failure.ts';
import type { Range } from './timeline.ts';

export type Activity = 'idle' | 'playing' | 'paused' | 'ended';

export interface Voice {
  readonly id: string;
  /** As the visitor reads it, "Heart (US Female)". */
  readonly label: string;
  /** BCP 47, where it is known. */
  readonly language?: string;
}

/** Something that reads one text aloud: with the site's voices, or with the browser's own. */
export interface Reader {
  readonly activity: Activity;
  /** It should be heard, but what comes next is not there yet. */
  readonly waiting: boolean;
  /** Why it stopped. */
  readonly failure: Failure | undefined;
  /** Seconds at normal speed. */
  readonly position: number;
  /** Seconds at normal speed. */
  readonly duration: number;
  /** Whether `duration` is known rather than reckoned. */
  readonly exact: boolean;
  /** What is there already. */
  readonly ranges: readonly Range[];
  play(): void;
  pause(): void;
  /** Seconds at normal speed. */
  seek(position: number): void;
  setVoice(id: string | undefined): void;
  /** 0.5–2 */
  setSpeed(speed: number): void;
  /** One WAV file of the whole; what is missing is spoken first. Absent where there is no file. */
  file?(signal: AbortSignal, progress: (done: number, of: number) => void): Promise<Blob>;
  /** Ends everything that was started. */
  close(): void;
}

/** How to read. */
export interface Manner {
  /** Of the text; BCP 47. */
  readonly language: string | undefined;
  readonly voice: string | undefined;
  /** 0.5–2 */
  readonly speed: number;
}

export interface ReaderOptions extends Manner {
  /** Called whenever something about the reader may have changed. */
  readonly changed: () => void;
}
