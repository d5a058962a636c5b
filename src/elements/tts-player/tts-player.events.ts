import type { Failure } from '../../ui/failure.ts';

const options = { bubbles: true, composed: true };

/**
 * The visitor wants to hear the text. Cancelable: a page that prevents it keeps the player silent.
 * Other players on the page fall silent.
 */
export class FaeTtsPlayerPlayEvent extends Event {
  static readonly type = 'fae-tts-player-play';
  constructor() {
    super(FaeTtsPlayerPlayEvent.type, { ...options, cancelable: true });
  }
}

/** The player fell silent before the end: by the visitor, the system, or a failure. */
export class FaeTtsPlayerPauseEvent extends Event {
  static readonly type = 'fae-tts-player-pause';
  constructor() {
    super(FaeTtsPlayerPauseEvent.type, options);
  }
}

/** The text has been read to its end. */
export class FaeTtsPlayerEndEvent extends Event {
  static readonly type = 'fae-tts-player-end';
  constructor() {
    super(FaeTtsPlayerEndEvent.type, options);
  }
}

/** Speech could not be had or played. What was heard before is kept. */
export class FaeTtsPlayerErrorEvent extends Event implements Failure {
  static readonly type = 'fae-tts-player-error';
  readonly code: string;
  /** For the console, not for the visitor. */
  readonly message: string;
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  constructor(failure: Failure) {
    super(FaeTtsPlayerErrorEvent.type, options);
    this.code = failure.code;
    this.message = failure.message;
    this.retryable = failure.retryable;
    this.retryAfter = failure.retryAfter;
  }
}

declare global {
  interface HTMLElementEventMap {
    'fae-tts-player-play': FaeTtsPlayerPlayEvent;
    'fae-tts-player-pause': FaeTtsPlayerPauseEvent;
    'fae-tts-player-end': FaeTtsPlayerEndEvent;
    'fae-tts-player-error': FaeTtsPlayerErrorEvent;
  }
}
