import { traitsOf } from './nft-traits.ts';
import { svg, type SampleRecord } from './sample-record.ts';

const contract = '0x6d6f6f6e776f72740000000000000000000a11ce';

interface Plate {
  readonly stem: string;
  readonly name: string;
  readonly description: string;
  readonly habit: string;
  readonly light: string;
  readonly opens: string;
  /** In centimetres. */
  readonly height: number;
  readonly rarity: 'Common' | 'Uncommon' | 'Rare' | 'Singular';
}

const plates: readonly Plate[] = [
  {
    stem: 'moonwort',
    name: 'Moonwort',
    description:
      'The plant that the observatory is named after. Its spores shine for three weeks in June.',
    habit: 'Fern',
    light: 'Amber',
    opens: '23:40',
    height: 31,
    rarity: 'Singular',
  },
  {
    stem: 'lampvine',
    name: 'Lampvine',
    description: 'Climbs towards voices. Each pod burns for one night and is dark for nine.',
    habit: 'Vine',
    light: 'Amber',
    opens: '21:15',
    height: 210,
    rarity: 'Rare',
  },
  {
    stem: 'saltfern',
    name: 'Saltfern',
    description: 'Grows where sea fog settles. Rub a frond, and your fingers taste of winter.',
    habit: 'Fern',
    light: 'White',
    opens: '03:20',
    height: 64,
    rarity: 'Uncommon',
  },
  {
    stem: 'glass-poppy',
    name: 'Glass Poppy',
    description: 'Petals thin enough to read through. Closes with a sound like a small bell.',
    habit: 'Flower',
    light: 'Rose',
    opens: '22:05',
    height: 48,
    rarity: 'Common',
  },
  {
    stem: 'owls-clover',
    name: 'Owl’s Clover',
    description: 'Follows whoever walks past it. Harmless, as far as we know.',
    habit: 'Meadow',
    light: 'Violet',
    opens: '00:30',
    height: 27,
    rarity: 'Rare',
  },
  {
    stem: 'ember-thistle',
    name: 'Ember Thistle',
    description: 'Warm to the touch until dawn. Robots like to sleep beside it.',
    habit: 'Thistle',
    light: 'Amber',
    opens: '20:50',
    height: 92,
    rarity: 'Uncommon',
  },
  {
    stem: 'tidebell',
    name: 'Tidebell',
    description: 'All its bells turn towards the weir at ten past two. Nobody has found out why.',
    habit: 'Flower',
    light: 'Violet',
    opens: '02:10',
    height: 71,
    rarity: 'Uncommon',
  },
  {
    stem: 'hush-lily',
    name: 'Hush Lily',
    description: 'Opens only when nobody speaks. The keeper has seen it twice.',
    habit: 'Flower',
    light: 'White',
    opens: '04:00',
    height: 58,
    rarity: 'Common',
  },
];

const collection: SampleRecord = {
  key: 'nft-night-herbarium',
  role: 'collectionId',
  files: { image: svg('cover-night-herbarium') },
  document: {
    name: 'Night Herbarium',
    description:
      'Eight plates of plants that open after dark, drawn through the windows of the glasshouse.',
    nftKind: 'collection',
    public: true,
    traits: traitsOf({ Plates: 8, Drawn: 'Glasshouse two' }),
    chain: 'base',
    contract,
  },
};

const unnamed: SampleRecord = {
  key: 'nft-specimen-31',
  files: { image: svg('plate-specimen-31') },
  refs: { collection: collection.key },
  document: {
    name: 'Specimen 31, unnamed',
    description: 'Not to be shown before the keeper has decided what it is.',
    nftKind: 'master',
    public: false,
    traits: traitsOf({ Habit: 'Fern', Light: 'Violet', Rarity: 'Singular' }),
  },
};

/** The collection, its plates, and one plate that is not public. */
export const herbarium: readonly SampleRecord[] = [
  collection,
  ...plates.map(
    ({ stem, name, description, habit, light, opens, height, rarity }, index): SampleRecord => ({
      key: `nft-${stem}`,
      files: { image: svg(`plate-${stem}`) },
      refs: { collection: collection.key },
      document: {
        name,
        description,
        nftKind: 'master',
        public: true,
        traits: traitsOf({
          Habit: habit,
          Light: light,
          'Opens at': opens,
          'Height (cm)': height,
          Rarity: rarity,
        }),
        chain: 'base',
        contract,
        tokenId: String(index + 1),
      },
    }),
  ),
  unnamed,
];
