import type { Nft } from '../../client/index.ts';

const orders = {
  newest: (a: Nft, b: Nft) => time(b) - time(a),
  oldest: (a: Nft, b: Nft) => time(a) - time(b),
  name: (a: Nft, b: Nft) => byName(a.name ?? '', b.name ?? ''),
  /** Low numbers are what collectors look for; what has no number comes after. */
  edition: (a: Nft, b: Nft) => number(a) - number(b) || orders.name(a, b),
};

export type NftSort = keyof typeof orders;

export const nftSorts = ['newest', 'oldest', 'name', 'edition'] as const;

/** The order that a text names; the newest first where it names none. */
export const sortOf = (text: string | null | undefined): NftSort =>
  nftSorts.find((sort) => sort === text) ?? 'newest';

/** Milliseconds since 1970; 0 where the date is missing or none. */
const time = (nft: Nft): number => Date.parse(nft.createdAt ?? '') || 0;

const number = (nft: Nft): number => nft.editionNumber ?? Number.MAX_VALUE;

/** As the visitor's browser orders names: "Robot 2" before "Robot 10". */
const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;

/**
 * The NFTs that visitors may see. A server shows public ones only; where a record says of itself
 * that it is not, it is left out here too.
 */
export const published = (nfts: readonly Nft[]): Nft[] =>
  nfts.filter((nft) => nft.public !== false);

/** Those of one collection, by its id; all of them where none is named. */
const inCollection = (nfts: readonly Nft[], collection: string | null | undefined): Nft[] =>
  nfts.filter((nft) => !collection || nft.collection === collection);

/** Small letters without their marks, so that "elan" finds "Élan". */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const folded = new WeakMap<Nft, string>();

/** Everything of an NFT that is searched, folded once: a letter typed costs a thousand `includes`. */
const searchable = (nft: Nft): string => {
  const known = folded.get(nft);
  if (known !== undefined) return known;
  const traits = nft.traits?.map((trait) => `${trait.name} ${String(trait.value)}`) ?? [];
  const text = fold([nft.name, nft.description, nft.tokenId, ...traits].join('\n'));
  folded.set(nft, text);
  return text;
};

/** The NFTs in which every word of the query occurs: name, description, traits, token id. */
const search = (nfts: readonly Nft[], query: string): Nft[] => {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return nfts.filter((nft) => words.every((word) => searchable(nft).includes(word)));
};

/** What the visitor sees: the matches in order, and how many NFTs there are without the search. */
export const select = (
  nfts: readonly Nft[],
  collection: string | null | undefined,
  query: string,
  sort: NftSort,
): { readonly total: number; readonly matches: readonly Nft[] } => {
  const all = inCollection(nfts, collection);
  return { total: all.length, matches: search(all, query).sort(orders[sort]) };
};

/** A whole number of columns or cards; `undefined` for what is none. */
export const atLeastOne = (value: number | null | undefined): number | undefined =>
  value && value >= 1 ? Math.floor(value) : undefined;
