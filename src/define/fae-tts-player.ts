import { FaeTtsPlayerElement } from '../elements/tts-player/tts-player-element.ts';
import { define } from './define.ts';

export type * from '../elements/tts-player/tts-player.events.ts';

define('fae-tts-player', FaeTtsPlayerElement);

declare global {
  interface HTMLElementTagNameMap {
    'fae-tts-player': FaeTtsPlayerElement;
  }
}
