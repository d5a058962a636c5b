import { svg, type SampleRecord } from './sample-record.ts';

/** Amounts are in the currency's minor unit: cents, but whole yen. */
export const products: readonly SampleRecord[] = [
  {
    key: 'product-moonwort-print',
    role: 'productId',
    files: { images: [svg('product-moonwort-print'), svg('plate-moonwort')] },
    document: {
      name: 'Moonwort, framed print',
      description:
        'Plate one of the Night Herbarium on 300 g cotton paper, in an oiled walnut frame. 40 × 50 cm, printed to order and signed by the keeper.',
      amount: 14800,
      currency: 'usd',
      stock: 240,
      active: true,
    },
  },
  {
    key: 'product-spore-tin',
    files: { images: [svg('product-spore-tin')] },
    document: {
      name: 'Moonwort spores, one tin',
      description:
        'Enough for a windowsill. Sow on damp moss at new moon, keep cool, and wait: the first light shows after eleven weeks.',
      amount: 3200,
      currency: 'jpy',
      stock: 85,
      active: true,
    },
  },
  {
    key: 'product-lantern',
    role: 'soldOutProductId',
    files: { images: [svg('product-lantern')] },
    document: {
      name: 'Glasshouse lantern',
      description:
        'A living sprig of moonwort sealed under hand-blown glass, in a brass cage. Needs no mains, only a day by the window. Forty are made each spring.',
      amount: 32900,
      currency: 'eur',
      stock: 0,
      active: true,
    },
  },
  {
    key: 'product-night-book',
    role: 'inactiveProductId',
    files: { images: [svg('product-night-book')] },
    document: {
      name: 'The night book, second binding',
      description:
        'A clothbound notebook for observations after dark. Returns with the third binding.',
      amount: 2600,
      currency: 'gbp',
      stock: 12,
      active: false,
    },
  },
];
