import type { Failure } from '../../ui/failure.ts';
import type { ElementState } from '../../ui/load-controller.ts';
import type { Persona } from './character.ts';
import type { Conversation } from './conversation.ts';
import type { markdownView } from './markdown.ts';
import type { ChatStrings } from './strings.ts';

/** What the chat shows. */
export interface ChatModel {
  readonly persona: Persona;
  readonly strings: ChatStrings;
  readonly conversation: Conversation;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How the character stands: nobody can be written to before `ready`. */
  readonly state: ElementState;
  /** Why the character could not be loaded. */
  readonly failure: Failure | undefined;
  readonly draft: string;
  /** Whether something new came below what the reader sees. */
  readonly unseen: boolean;
  /** Whether the visitor is being asked if the conversation is to be cleared. */
  readonly clearing: boolean;
  /** Whether the chat can be closed. */
  readonly closable: boolean;
  /** Absent until it is loaded: replies are plain text until then. */
  readonly markdown: typeof markdownView | undefined;
}

/** What a visitor can do in it. */
export interface ChatActions {
  readonly type: (text: string) => void;
  /** Sends the draft. */
  readonly send: () => void;
  /** Sends a suggestion. */
  readonly suggest: (text: string) => void;
  readonly stop: () => void;
  readonly resend: (id: number) => void;
  readonly edit: (id: number) => void;
  readonly remove: (id: number) => void;
  readonly askToClear: (ask: boolean) => void;
  readonly clear: () => void;
  readonly toEnd: () => void;
  readonly close: () => void;
  /** Loads the character once more. */
  readonly retry: () => void;
}
