import { traitsOf } from './nft-traits.ts';
import { svg, webm, type SampleRecord } from './sample-record.ts';

interface Hour {
  readonly stem: string;
  readonly name: string;
  readonly description: string;
  readonly hour: string;
  readonly sky: string;
  readonly moons: number;
  readonly observatory: boolean;
  readonly rarity: 'Common' | 'Uncommon' | 'Rare' | 'Singular';
}

const hours: readonly Hour[] = [
  {
    stem: 'dome-at-dusk',
    name: 'Dome at Dusk',
    description: 'The slit opens, the first light goes out to meet the first star.',
    hour: '21:04',
    sky: 'Clear',
    moons: 1,
    observatory: true,
    rarity: 'Common',
  },
  {
    stem: 'two-moons',
    name: 'Two Moons over the Weir',
    description:
      'One of them is a reflection. The keeper and the cartographer disagree about which.',
    hour: '23:52',
    sky: 'Clear',
    moons: 2,
    observatory: false,
    rarity: 'Rare',
  },
  {
    stem: 'long-meridian',
    name: 'The Long Meridian',
    description: 'One plate, four hours of exposure, and nobody bumped the tripod.',
    hour: '01:30',
    sky: 'Clear',
    moons: 0,
    observatory: true,
    rarity: 'Uncommon',
  },
  {
    stem: 'aurora-drill',
    name: 'Aurora Drill',
    description: 'The only moving picture of the series: four seconds of northern light, for ever.',
    hour: '02:10',
    sky: 'Aurora',
    moons: 0,
    observatory: true,
    rarity: 'Singular',
  },
  {
    stem: 'blue-hour',
    name: 'Blue Hour, Snowed In',
    description: 'The road was closed for nine days. There was enough soup for eight.',
    hour: '06:48',
    sky: 'Snow light',
    moons: 0,
    observatory: true,
    rarity: 'Uncommon',
  },
  {
    stem: 'fog-comes-in',
    name: 'Fog Comes In',
    description:
      'When the far trees go, the dome is closed. When the near ones go, supper is served.',
    hour: '04:15',
    sky: 'Fog',
    moons: 1,
    observatory: false,
    rarity: 'Common',
  },
  {
    stem: 'harvest-moon',
    name: 'Harvest Moon',
    description: 'So large that it had to be drawn on the wide paper, and then cut.',
    hour: '20:37',
    sky: 'Dust',
    moons: 1,
    observatory: false,
    rarity: 'Uncommon',
  },
  {
    stem: 'before-the-birds',
    name: 'Before the Birds',
    description:
      'The garden closes its last flowers, and for a minute nothing at all makes a sound.',
    hour: '05:21',
    sky: 'Mist',
    moons: 1,
    observatory: false,
    rarity: 'Common',
  },
];

const film: Pick<SampleRecord, 'role' | 'files'> = {
  role: 'videoNftId',
  files: { image: svg('hours-aurora-drill'), animation: webm('aurora-drill') },
};

const collection: SampleRecord = {
  key: 'nft-small-hours',
  files: { image: svg('cover-small-hours') },
  document: {
    name: 'Small Hours',
    description: 'The valley around the observatory, between dusk and the first birds.',
    nftKind: 'collection',
    public: true,
    traits: traitsOf({ Pictures: 8, Drawn: 'From the dome' }),
  },
};

/** The collection and its landscapes; one of them is a film. */
export const smallHours: readonly SampleRecord[] = [
  collection,
  ...hours.map(
    ({ stem, name, description, hour, sky, moons, observatory, rarity }): SampleRecord => ({
      key: `nft-${stem}`,
      files: { image: svg(`hours-${stem}`) },
      ...(stem === 'aurora-drill' && film),
      refs: { collection: collection.key },
      document: {
        name,
        description,
        nftKind: 'master',
        public: true,
        traits: traitsOf({
          Hour: hour,
          Sky: sky,
          Moons: moons,
          'Observatory in view': observatory,
          Rarity: rarity,
        }),
      },
    }),
  ),
];
