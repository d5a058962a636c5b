import './define/fae-checkout.ts';
import './define/fae-nft-gallery.ts';
import './define/fae-character-chat.ts';
import './define/fae-tts-player.ts';
import './define/fae-model-viewer.ts';

export * from './index.ts';
