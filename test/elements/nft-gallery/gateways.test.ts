import { expect } from 'chai';
import { animationKind } from '../../../src/elements/nft-gallery/animation.ts';
import {
  noteFailure,
  noteSuccess,
  parseGateways,
  ranked,
  sourcesOf,
} from '../../../src/elements/nft-gallery/gateways.ts';

const cid = 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKbVi1';
const gateways = parseGateways('https://one.test/ipfs/, https://two.test/ipfs https://ar.test');
const urls = (address: string, known = gateways) =>
  sourcesOf(address, known).map((source) => source.url);

describe('the gateways attribute', () => {
  it('names gateways for IPFS and for Arweave', () => {
    expect(gateways).to.deep.equal({
      ipfs: ['https://one.test/ipfs/', 'https://two.test/ipfs/'],
      arweave: ['https://ar.test/'],
    });
  });

  it('gives two public ones for each when it is not set', () => {
    const { ipfs, arweave } = parseGateways(undefined);
    expect([ipfs.length, arweave.length]).to.deep.equal([2, 2]);
  });

  it('gives none when it is empty', () => {
    expect(parseGateways('')).to.deep.equal({ ipfs: [], arweave: [] });
  });

  it('takes bare hosts for IPFS too where none ends in /ipfs/', () => {
    expect(parseGateways('https://one.test').ipfs).to.deep.equal(['https://one.test/ipfs/']);
  });

  it('takes no address that runs something', () => {
    expect(parseGateways('javascript:alert(1)/ipfs/ data:text/html')).to.deep.equal({
      ipfs: [],
      arweave: [],
    });
  });
});

describe('the sources of a file', () => {
  const both = (path: string) => [`https://one.test/ipfs/${path}`, `https://two.test/ipfs/${path}`];

  it('are the gateways for every spelling of an IPFS address', () => {
    expect(urls(`ipfs://${cid}/1.png`)).to.deep.equal(both(`${cid}/1.png`));
    expect(urls(`ipfs://ipfs/${cid}/1.png`)).to.deep.equal(both(`${cid}/1.png`));
    expect(urls(`IPFS://${cid}`)).to.deep.equal(both(cid));
    expect(urls(`  ${cid}/1.png`)).to.deep.equal(both(`${cid}/1.png`));
  });

  it('keep spaces and number signs of file names', () => {
    expect(urls(`ipfs://${cid}/Robot #12.png`)[0]).to.equal(
      `https://one.test/ipfs/${cid}/Robot%20%2312.png`,
    );
  });

  it('begin with the gateway that an address names itself', () => {
    expect(urls(`https://gone.test/ipfs/${cid}/1.png`)).to.deep.equal([
      `https://gone.test/ipfs/${cid}/1.png`,
      ...both(`${cid}/1.png`),
    ]);
    expect(urls(`HTTPS://two.test/ipfs/${cid}`)).to.deep.equal([...both(cid)].reverse());
  });

  it('are the Arweave gateways for ar:', () => {
    expect(urls('ar://tx-1_A/2.png')).to.deep.equal(['https://ar.test/tx-1_A/2.png']);
  });

  it('are the address itself for what lies on the web or in the address', () => {
    expect(urls('https://a.test/1.png')).to.deep.equal(['https://a.test/1.png']);
    expect(urls('data:image/png;base64,AA==')).to.deep.equal(['data:image/png;base64,AA==']);
  });

  it('are none for what must not be loaded, and without gateways', () => {
    expect(urls('javascript:alert(1)')).to.deep.equal([]);
    expect(urls('data:text/html,<script>')).to.deep.equal([]);
    expect(urls(`ipfs://${cid}/../../../admin`)).to.deep.equal([]);
    expect(urls(`ipfs://${cid}`, parseGateways(''))).to.deep.equal([]);
  });
});

describe('experience with gateways', () => {
  const order = (address: string) =>
    ranked(address, sourcesOf(address, gateways)).map((source) => new URL(source.url).host);

  it('puts one that failed last, for other files too, until it succeeds', () => {
    const [first] = sourcesOf('ipfs://a', gateways);
    if (!first) throw new Error('no source');
    noteFailure('ipfs://a', first);
    expect(order('ipfs://b')).to.deep.equal(['two.test', 'one.test']);
    noteSuccess('ipfs://a', first);
    expect(order('ipfs://b')).to.deep.equal(['one.test', 'two.test']);
  });

  it('asks first where the same file came from', () => {
    const [, second] = sourcesOf('ipfs://c', gateways);
    if (!second) throw new Error('no source');
    noteSuccess('ipfs://c', second);
    expect(order('ipfs://c')).to.deep.equal(['two.test', 'one.test']);
    expect(order('ipfs://d')).to.deep.equal(['one.test', 'two.test']);
  });
});

describe('an animation', () => {
  const kinds = {
    'https://a.test/1.mp4': 'video',
    'https://a.test/1.MP3?x=1': 'audio',
    'https://a.test/1.gif#t': 'image',
    [`ipfs://${cid}`]: 'video',
    'data:video/mp4;base64,AA==': 'video',
    'data:audio/wav;base64,AA==': 'audio',
    'data:text/html,<script>alert(1)</script>': undefined,
    'https://a.test/scene.glb': undefined,
    'https://a.test/index.html': undefined,
    'https://a.test/play.htm?seed=1': undefined,
    '': undefined,
  };
  for (const [address, kind] of Object.entries(kinds)) {
    it(`at "${address.slice(0, 30)}" is ${kind ?? 'not played'}`, () => {
      expect(animationKind(address)).to.equal(kind);
    });
  }
});
