import { traitsOf } from './nft-traits.ts';
import { svg, type SampleRecord } from './sample-record.ts';

const onChain = { chain: 'ethereum', contract: '0x0ab5e2a70000000000000000000000000000f1ed' };

const master: SampleRecord = {
  key: 'nft-orrery',
  files: { image: svg('orrery') },
  document: {
    name: 'Orrery of the East Room',
    description: 'Five planets, twelve moons and one that the cartographer is not sure about.',
    nftKind: 'master',
    editionCount: 5,
    public: true,
    traits: traitsOf({ Tint: 'Night and brass', Planets: 5, Rarity: 'Singular' }),
    ...onChain,
    tokenId: '100',
  },
};

/** By the file name's end, in the order of their numbers. */
const tints: readonly (readonly [stem: string, tint: string, weather: string])[] = [
  ['lagoon', 'Lagoon', 'Clearing after rain'],
  ['plum', 'Plum', 'Still'],
  ['paper', 'Bare paper', 'Frost'],
  ['moss', 'Moss', 'Drizzle'],
  ['ember', 'Ember', 'Dry wind'],
];

const editions = tints.map(([stem, tint, weather], index): SampleRecord => ({
  key: `nft-orrery-${stem}`,
  files: { image: svg(`orrery-${stem}`) },
  refs: { master: master.key },
  document: {
    name: `Orrery of the East Room, ${tint}`,
    description:
      'Pulled from the master plate and tinted by hand; no two prints have the same weather.',
    nftKind: 'edition',
    editionNumber: index + 1,
    editionCount: tints.length,
    public: true,
    traits: traitsOf({ Tint: tint, Weather: weather, Planets: 5, Rarity: 'Rare' }),
    ...onChain,
    tokenId: String(101 + index),
  },
}));

const proof: SampleRecord = {
  key: 'nft-orrery-proof',
  files: { image: svg('orrery') },
  refs: { master: master.key },
  document: {
    name: 'Orrery of the East Room, printer’s proof',
    description: 'Kept in the drawer: the ring of the fourth planet is the wrong way round.',
    nftKind: 'master',
    public: false,
    traits: traitsOf({ Tint: 'Proof', Planets: 5 }),
  },
};

/** The master, its five hand-tinted prints, and a proof that is not public. */
export const orreries: readonly SampleRecord[] = [master, ...editions, proof];
