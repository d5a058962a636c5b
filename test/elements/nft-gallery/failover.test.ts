import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import { render } from 'lit';
import { mediaSource } from '../../../src/elements/nft-gallery/media-source.ts';
import { event, fixture, html, until } from '../../support/browser.ts';
import { faults, startFaults } from '../../support/faults.ts';
import { picture } from './gallery.ts';

const asked: string[] = [];
const image = () => fetch(picture('a'));

/** Gateways under /gateway/{name}/ipfs/, each with a behaviour of its own. */
const gateway = (name: string, answer: () => Response | Promise<Response>) =>
  http.get(`/gateway/${name}/*`, ({ request }) => {
    asked.push(new URL(request.url).pathname.replace('/gateway/', ''));
    return answer();
  });

const picturesOf = (address: string, gateways: string) =>
  fixture<HTMLImageElement>(html`
    <img alt="" width="9" height="9" ${mediaSource(address, gateways)} />
  `);

const settled = (image: HTMLImageElement, state: string) =>
  until(() => image.dataset['state'] === state, `data-state="${state}"`);

describe('an image', () => {
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  before(() => startFaults());
  beforeEach(() => {
    asked.length = 0;
    faults.use(
      gateway('good', image),
      gateway('other', image),
      gateway('down', () => HttpResponse.error()),
      gateway('lost', () => new HttpResponse(null, { status: 404 })),
      gateway('slow', async () => {
        await released;
        return new HttpResponse();
      }),
      gateway('arweave', image),
    );
  });
  afterEach(() => faults.resetHandlers());
  after(() => faults.stop());

  it('on IPFS comes from the first gateway that has it', async () => {
    const img = await picturesOf('ipfs://cid/a', '/gateway/good/ipfs/ /gateway/other/ipfs/');
    await settled(img, 'ready');
    expect(asked).to.deep.equal(['good/ipfs/cid/a']);
  });

  it('comes from the next one where the first fails, and the failing one is asked last then', async () => {
    const gateways = '/gateway/down/ipfs/ /gateway/lost/ipfs/ /gateway/good/ipfs/';
    await settled(await picturesOf('ipfs://cid/b', gateways), 'ready');
    expect(asked).to.deep.equal(['down/ipfs/cid/b', 'lost/ipfs/cid/b', 'good/ipfs/cid/b']);
    asked.length = 0;
    await settled(await picturesOf('ipfs://cid/c', gateways), 'ready');
    expect(asked).to.deep.equal(['good/ipfs/cid/c']);
  });

  it('comes from the next one where the first takes longer than eight seconds', async () => {
    const original = window.setTimeout.bind(window);
    // The wait itself is the browser's business: eight seconds pass at once.
    const hurried = (run: TimerHandler, time?: number) => original(run, time === 8000 ? 0 : time);
    window.setTimeout = hurried as typeof window.setTimeout;
    try {
      const img = await picturesOf('ipfs://cid/d', '/gateway/slow/ipfs/ /gateway/good/ipfs/');
      await settled(img, 'ready');
      expect(img.src).to.contain('/good/');
    } finally {
      release?.();
      window.setTimeout = original;
    }
  });

  it('is given up when no gateway is left, and tried again on request', async () => {
    const container = await fixture<HTMLDivElement>(html`<div></div>`);
    const show = (attempt: number) => {
      const source = mediaSource('ipfs://cid/e', '/gateway/once/ipfs/', attempt);
      render(html`<img alt="" ${source} />`, container);
    };
    show(1);
    const img = container.querySelector('img');
    if (!img) throw new Error('no image');
    await settled(img, 'failed');
    expect(img.hasAttribute('src')).to.equal(false);
    faults.use(gateway('once', image));
    show(2);
    await settled(img, 'ready');
  });

  it('is not asked for at all without gateways', async () => {
    await settled(await picturesOf('ipfs://cid/f', ''), 'failed');
    expect(asked).to.deep.equal([]);
  });

  it('falls back on our gateways where its own web gateway is gone', async () => {
    const own = new URL('/gateway/down/ipfs/cid/g', location.href).href;
    const img = await picturesOf(own, '/gateway/good/ipfs/');
    await settled(img, 'ready');
    expect(asked.at(-1)).to.equal('good/ipfs/cid/g');
  });

  it('forgets the file before when it is given another one', async () => {
    const container = await fixture<HTMLDivElement>(html`<div></div>`);
    const show = (address: string) =>
      render(html`<img alt="" ${mediaSource(address, '/gateway/good/ipfs/')} />`, container);
    show('ipfs://cid/h');
    show(picture('h'));
    const img = container.querySelector('img');
    if (!img) throw new Error('no image');
    await event(img, 'load');
    expect([img.dataset['state'], img.src]).to.deep.equal(['ready', picture('h')]);
    expect(asked).to.deep.equal([]);
  });

  it('on Arweave comes through the gateways, too', async () => {
    const img = await picturesOf('ar://transaction/1.png', '/gateway/arweave/');
    await settled(img, 'ready');
    expect(asked).to.deep.equal(['arweave/transaction/1.png']);
  });

  it('at an address that runs something is never loaded', async () => {
    const img = await picturesOf('javascript:alert(1)', '');
    await settled(img, 'failed');
    expect(img.hasAttribute('src')).to.equal(false);
  });
});
