export { FaeCheckoutElement } from './elements/checkout/checkout-element.ts';
export { FaeNftGalleryElement } from './elements/nft-gallery/nft-gallery-element.ts';
export { FaeCharacterChatElement } from './elements/character-chat/character-chat-element.ts';
export { FaeTtsPlayerElement } from './elements/tts-player/tts-player-element.ts';
export { FaeModelViewerElement } from './elements/model-viewer/model-viewer-element.ts';
export { FaeErrorEvent, FaeReadyEvent } from './ui/events.ts';
export type { ElementState } from './ui/load-controller.ts';
