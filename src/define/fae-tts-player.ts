import { FaeTtsPlayerElement } from '../elements/tts-player/tts-player-element.ts';
import { define } from './define.ts';

define('fae-tts-player', FaeTtsPlayerElement);

declare global {
  interface HTMLElementTagNameMap {
    'fae-tts-player': FaeTtsPlayerElement;
  }
}
