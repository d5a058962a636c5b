import { flag, list, number, object, record, text } from '../read.ts';

const kinds = ['master', 'edition', 'collection'];

/** Also OpenSea's metadata shape, `{ trait_type, value }`. */
const trait = (value: unknown) => {
  const source = object(value);
  const name = text(source?.['name']) ?? text(source?.['trait_type']);
  const content = source?.['value'];
  if (name === undefined || !['string', 'number', 'boolean'].includes(typeof content)) {
    return undefined;
  }
  return { name, value: content };
};

const reference = (value: unknown) => text(value) ?? text(object(value)?.['_id']);

export const nft = record({
  name: text,
  description: text,
  image: [text, 'imageUrl', 'image_url'],
  animation: [text, 'animationUrl', 'animation_url'],
  nftKind: (value) => (kinds.includes(value as string) ? value : undefined),
  collection: reference,
  master: reference,
  editionNumber: number,
  editionCount: number,
  traits: [list(trait), 'attributes'],
  public: flag,
  createdAt: text,
  chain: text,
  contract: text,
  tokenId: (value) => text(value) ?? number(value)?.toString(),
});

export const listPublic = list(nft);
export { listPublic as list, nft as create, nft as update };
