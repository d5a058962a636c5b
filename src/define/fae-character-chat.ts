import { FaeCharacterChatElement } from '../elements/character-chat/character-chat-element.ts';
import { define } from './define.ts';

export type * from '../elements/character-chat/character-chat.events.ts';

define('fae-character-chat', FaeCharacterChatElement);

declare global {
  interface HTMLElementTagNameMap {
    'fae-character-chat': FaeCharacterChatElement;
  }
}
