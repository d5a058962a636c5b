/** Spreads what differs in a few bits over all of them (the final mix of MurmurHash3). */
const mixed = (hash: number): number => {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
};

/**
 * An entity tag of a text: another text has another one, by all that chance allows (64 bits and the
 * length). It tells versions of the same resource apart and proves nothing: a digest that nobody could
 * forge would cost more than all the rest of an answer of a few kilobytes.
 */
export const entityTag = (text: string): string => {
  // FNV-1a, and a second lane with another multiplier.
  let one = 0x811c9dc5;
  let two = 0x2f0b4c47;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x5bd1e995);
  }
  return `"${[text.length, mixed(one ^ two), mixed(two)].map((it) => it.toString(36)).join('-')}"`;
};
