import type { Failure } from '../../ui/failure.ts';

/** The visitor sends a message. Cancelled, it is not sent and stays in the composer. */
export class FaeCharacterChatSendEvent extends Event {
  static readonly type = 'fae-character-chat-send';
  readonly text: string;
  constructor(text: string) {
    super(FaeCharacterChatSendEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.text = text;
  }
}

/** The character replied. */
export class FaeCharacterChatReplyEvent extends Event {
  static readonly type = 'fae-character-chat-reply';
  /** Markdown, as the character wrote it. */
  readonly text: string;
  constructor(text: string) {
    super(FaeCharacterChatReplyEvent.type, { bubbles: true, composed: true });
    this.text = text;
  }
}

/** A message got no reply. It stays in the conversation, where the visitor can send it again. */
export class FaeCharacterChatErrorEvent extends Event implements Failure {
  static readonly type = 'fae-character-chat-error';
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  constructor(failure: Failure) {
    super(FaeCharacterChatErrorEvent.type, { bubbles: true, composed: true });
    this.code = failure.code;
    this.message = failure.message;
    this.retryable = failure.retryable;
  }
}

declare global {
  interface HTMLElementEventMap {
    'fae-character-chat-send': FaeCharacterChatSendEvent;
    'fae-character-chat-reply': FaeCharacterChatReplyEvent;
    'fae-character-chat-error': FaeCharacterChatErrorEvent;
  }
}
