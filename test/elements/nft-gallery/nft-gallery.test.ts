import { expect } from 'chai';
import { published, select, sortOf } from '../../../src/elements/nft-gallery/nft-gallery.ts';

const names = (nfts: readonly { readonly name?: string | undefined }[]) =>
  nfts.map((nft) => nft.name);

const robots = [
  { id: 'a', name: 'Robot 10', editionNumber: 2, createdAt: '2026-01-02T00:00:00Z' },
  { id: 'b', name: 'robot 9', editionNumber: 1, createdAt: '2026-01-03T00:00:00Z' },
  { id: 'c', name: 'Élan', createdAt: '2026-01-01T00:00:00Z' },
];

it('the published NFTs leave out what says of itself that it is not public', () => {
  const nfts = [{ id: 'a', public: true }, { id: 'b', public: false }, { id: 'c' }];
  expect(published(nfts).map((nft) => nft.id)).to.deep.equal(['a', 'c']);
});

describe('the order', () => {
  const order = (sort: string) => names(select(robots, '', '', sortOf(sort)).matches);

  it('is by age', () => {
    expect(order('newest')).to.deep.equal(['robot 9', 'Robot 10', 'Élan']);
    expect(order('oldest')).to.deep.equal(['Élan', 'Robot 10', 'robot 9']);
  });

  it('is by name as people count', () => {
    expect(order('name')).to.deep.equal(['Élan', 'robot 9', 'Robot 10']);
  });

  it('is by edition number, and what has none comes last', () => {
    expect(order('edition')).to.deep.equal(['robot 9', 'Robot 10', 'Élan']);
  });

  it('is the newest first where the name is unknown', () => {
    expect([sortOf('price'), sortOf(undefined)]).to.deep.equal(['newest', 'newest']);
  });

  it('stays the server’s where the NFTs have no dates', () => {
    const nfts = [
      { id: '1', name: 'one' },
      { id: '2', name: 'two', createdAt: 'yesterday' },
    ];
    expect(names(select(nfts, '', '', 'newest').matches)).to.deep.equal(['one', 'two']);
  });

  it('leaves the given list as it is', () => {
    const list = [...robots];
    select(list, '', '', 'name');
    expect(list).to.deep.equal(robots);
  });
});

describe('the search', () => {
  const nfts = [
    {
      id: '1',
      name: 'Élan Vital',
      description: 'Light on water.',
      tokenId: '4711',
      traits: [{ name: 'Mood', value: 'Großzügig' }],
    },
    { id: '2', name: 'Basalt', traits: [{ name: 'Weight', value: 12 }] },
  ];
  const found = (query: string) => names(select(nfts, '', query, 'name').matches);

  it('does not mind accents and capitals', () => {
    expect(found('elan')).to.deep.equal(['Élan Vital']);
    expect(found('GROSSZÜGIG'.replace('SS', 'ß'))).to.deep.equal(['Élan Vital']);
  });

  it('looks into description, traits and token id', () => {
    expect(found('water')).to.deep.equal(['Élan Vital']);
    expect(found('weight 12')).to.deep.equal(['Basalt']);
    expect(found('4711')).to.deep.equal(['Élan Vital']);
  });

  it('wants every word, in any order', () => {
    expect(found('vital light')).to.deep.equal(['Élan Vital']);
    expect(found('vital basalt')).to.deep.equal([]);
  });

  it('finds all for nothing but spaces', () => {
    expect(found('  ')).to.have.length(2);
  });
});

it('a collection holds its own NFTs only, and the total leaves the search aside', () => {
  const nfts = [
    { id: '1', name: 'in', collection: 'x' },
    { id: '2', name: 'in too', collection: 'x' },
    { id: '3', name: 'out', collection: 'y' },
    { id: '4', name: 'alone' },
  ];
  const { total, matches } = select(nfts, 'x', 'too', 'name');
  expect([total, names(matches)]).to.deep.equal([2, ['in too']]);
});
