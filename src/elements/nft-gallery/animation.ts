/** How an animation is shown once the visitor asks for it. */
export type AnimationKind = 'video' | 'audio' | 'image';

const kinds = [
  ['audio', /^data:audio|\.(mp3|wav|og[ag]|m4a|aac|flac)($|[?#])/i],
  ['image', /^data:image|\.(gif|a?png|webp|avif|jpe?g|svg)($|[?#])/i],
  [undefined, /^$|^data:(?!video)|\.(gl[bt]f?|usdz|html?|js|json|pdf|zip)($|[?#])/i],
  [undefined, /^(?!https?:|ipfs:|ar:|data:|blob:)[a-z][a-z\d+.-]*:/i],
] as const;

/**
 * Tells by an address what kind of animation is behind it. What names no known ending, as most of
 * IPFS, is taken for a video, which a browser's player can also be where it is sound. `undefined`
 * for what is not played here: 3D models and HTML pages, which run code, are left to the image, and so is what no player may load.
 */
export const animationKind = (address = ''): AnimationKind | undefined => {
  const found = kinds.find(([, pattern]) => pattern.test(address.trim()));
  return found ? found[0] : 'video';
};
