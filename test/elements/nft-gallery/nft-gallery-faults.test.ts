import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import type { FaeNftGalleryElement } from '../../../src/elements/nft-gallery/nft-gallery-element.ts';
import {
  axeViolations,
  cleanUp,
  event,
  find,
  fixture,
  html,
  state,
  until,
} from '../../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../../support/faults.ts';
import {
  cards,
  dialogOf,
  galleryOfAnswer,
  many,
  names,
  openCard,
  picture,
  titleOf,
  typeQuery,
} from './gallery.ts';

const list = `${faultyEndpoint}/public/nfts`;

const gallery = () =>
  fixture<FaeNftGalleryElement>(html`
    <fae-nft-gallery endpoint=${faultyEndpoint}>See our NFTs on the shelf.</fae-nft-gallery>
  `);

/** The first card's height once it is painted: before, it has only the size that is reserved. */
const cardHeight = async (element: Element): Promise<number> => {
  for (let frame = 0; frame < 2; frame += 1) {
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
  return find(element, '.card').offsetHeight;
};

describe('<fae-nft-gallery> when things go wrong', () => {
  before(() => startFaults());
  afterEach(() => {
    cleanUp();
    faults.resetHandlers();
  });
  after(() => faults.stop());

  it('keeps the fallback and offers another try, which works', async () => {
    const refuse = () => HttpResponse.json({ error: 'no', code: 'not_exposed' }, { status: 403 });
    faults.use(http.get(list, refuse));
    const element = await gallery();
    const failed = await event<Event & { code: string }>(element, 'fae-error');
    expect(failed.code).to.equal('not_exposed');
    expect(element.state).to.equal('error');
    expect(find<HTMLSlotElement>(element, 'slot').assignedNodes()).to.have.length(1);
    expect(find(element, '[role="alert"]').textContent).to.contain('not available here');
    expect(await axeViolations(element)).to.deep.equal([]);
    faults.use(http.get(list, () => HttpResponse.json(many(2))));
    find(element, '[part="retry"]').click();
    await state(element, 'ready');
    expect(names(element)).to.deep.equal(['Piece 1', 'Piece 0']);
  });

  it('shows an error for an answer that is no list', async () => {
    faults.use(http.get(list, () => HttpResponse.html('<h1>It works!</h1>')));
    const element = await gallery();
    const failed = await event<Event & { code: string }>(element, 'fae-error');
    expect(failed.code).to.equal('bad_response');
  });

  it('says that it is not set up where no proxy is named', async () => {
    const element = await fixture(html`<fae-nft-gallery></fae-nft-gallery>`);
    const failed = await event<Event & { code: string }>(element, 'fae-error');
    expect(failed.code).to.equal('no_endpoint');
    expect(element.shadowRoot?.querySelector('[part="retry"]')).to.equal(null);
  });

  it('shows cards in waiting while it loads, says so, and keeps what is typed meanwhile', async () => {
    let answer: (() => void) | undefined;
    faults.use(
      http.get(list, async () => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return HttpResponse.json(many(30));
      }),
    );
    const element = await gallery();
    expect(element.state).to.equal('loading');
    expect(find(element, '[role="status"]').textContent).to.equal('Loading…');
    expect(element.shadowRoot?.querySelectorAll('.item')).to.have.length(24);
    expect(await axeViolations(element)).to.deep.equal([]);
    const input = find<HTMLInputElement>(element, 'input');
    input.focus();
    await typeQuery(element, 'piece 2');
    await until(() => answer);
    const height = await cardHeight(element);
    const whole = element.offsetHeight;
    answer?.();
    await state(element, 'ready');
    expect(element.shadowRoot?.activeElement).to.equal(input);
    expect(names(element)[0]).to.equal('Piece 29');
    expect(await cardHeight(element)).to.equal(height);
    await typeQuery(element, '');
    expect([await cardHeight(element), element.offsetHeight]).to.deep.equal([height, whole]);
  });

  it('ends its request when it is removed', async () => {
    const original = window.fetch.bind(window);
    let signal: AbortSignal | null | undefined;
    window.fetch = (_input, init) => {
      signal = init?.signal;
      return new Promise(() => undefined);
    };
    try {
      const element = await gallery();
      await until(() => signal);
      element.remove();
      await until(() => signal?.aborted);
    } finally {
      window.fetch = original;
    }
  });

  it('shows only what is public and survives records that are none', async () => {
    const element = await galleryOfAnswer([
      { id: 'a', name: 'public', public: true },
      { id: 'b', name: 'not public', public: false },
      { id: 'c', name: 7, image: {}, traits: 'none', public: true },
      { nothing: true },
    ]);
    await state(element, 'ready');
    expect(names(element)).to.have.members(['public', 'Untitled']);
  });

  it('treats everything in the data as text and runs nothing', async () => {
    const evil = '<img src=x onerror="window.hacked = 1">';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked = 1"><script>window.hacked = 1</script></svg>`;
    const element = await galleryOfAnswer([
      {
        id: 'evil"]',
        name: evil,
        description: evil.repeat(200),
        image: `data:image/svg+xml,${encodeURIComponent(svg)}`,
        animation: 'javascript:window.hacked = 1',
        collection: evil,
        traits: [{ name: evil, value: evil }],
        contract: evil,
        public: true,
      },
    ]);
    await state(element, 'ready');
    const dialog = await openCard(element);
    expect(titleOf(dialog)).to.equal(evil);
    expect(dialog.querySelectorAll('script, iframe, object, embed')).to.have.length(0);
    expect('hacked' in window).to.equal(false);
    expect(dialog.scrollWidth).to.be.at.most(dialog.clientWidth);
  });

  for (const animation of [
    'javascript:window.hacked = 1',
    'data:text/html,<script>window.hacked = 1</script>',
    ' data:text/html,<p>',
    'vbscript:hacked',
    'file:///etc/passwd.mp4?',
    'https://a.test/archive.zip',
  ]) {
    it(`offers nothing to play, on card or in the dialog, for ${animation}`, async () => {
      const element = await galleryOfAnswer([{ id: 'a', name: 'evil', animation, public: true }]);
      await state(element, 'ready');
      expect(element.shadowRoot?.querySelector('.moving')).to.equal(null);
      const dialog = await openCard(element);
      expect(dialog.querySelector('.play')).to.equal(null);
    });
  }

  it('survives names of a megabyte, hundreds of traits, and ids that occur twice', async () => {
    const name = 'x'.repeat(1_000_000);
    const traits = Array.from({ length: 500 }, (_, index) => ({ name: `t${index}`, value: index }));
    const element = await galleryOfAnswer([
      { id: 'a', name, traits, public: true },
      { id: 'a', name: 'twin', public: true },
    ]);
    await state(element, 'ready');
    expect(element.scrollWidth).to.be.at.most(element.clientWidth);
    const dialog = await openCard(element);
    expect(dialog.querySelectorAll('.traits .fact')).to.have.length(500);
    expect(dialog.scrollWidth).to.be.at.most(dialog.clientWidth);
    dialog.querySelector<HTMLElement>('[aria-label="Next"]')?.click();
    await until(() => titleOf(dialog) === 'twin');
  });

  it('goes along masters that name each other, and not from one to itself', async () => {
    const element = await galleryOfAnswer([
      { id: 'a', name: 'hen', master: 'b', public: true },
      { id: 'b', name: 'egg', master: 'a', public: true },
      { id: 'c', name: 'snake', master: 'c', collection: 'c', public: true },
    ]);
    await state(element, 'ready');
    const dialog = await openCard(element);
    for (const title of ['egg', 'hen', 'egg']) {
      dialog.querySelector<HTMLElement>('.link')?.click();
      await until(() => titleOf(dialog) === title);
    }
    dialog.querySelector<HTMLElement>('[aria-label="Next"]')?.click();
    await until(() => titleOf(dialog) === 'snake');
    expect(dialog.querySelector('.link')).to.equal(null);
  });

  it('asks no other host for IPFS and Arweave where no gateway is wanted', async () => {
    const element = await galleryOfAnswer(
      [
        { id: 'a', image: `ipfs://Qm${'a'.repeat(44)}`, public: true },
        { id: 'b', image: `ar://${'b'.repeat(43)}`, public: true },
        { id: 'c', image: `Qm${'c'.repeat(44)}/1.png`, public: true },
      ],
      { gateways: '' },
    );
    const images = await until(() => {
      const failed = element.shadowRoot?.querySelectorAll('.image[data-state="failed"]') ?? [];
      return failed.length === 3 ? [...failed] : undefined;
    });
    expect(images.some((it) => it.hasAttribute('src'))).to.equal(false);
    const dialog = await openCard(element);
    await until(() => dialog.querySelector('.large[data-state="failed"]'));
    expect(dialog.querySelector('.large')?.hasAttribute('src')).to.equal(false);
  });

  it('shows no dialog where the gallery went before it was there', async () => {
    const element = await galleryOfAnswer(many(2));
    await state(element, 'ready');
    const parent = element.parentElement;
    cards(element)[0]?.click();
    element.remove();
    await import('../../../src/elements/nft-gallery/nft-dialog.ts');
    await Promise.resolve();
    parent?.append(element);
    const dialog = await until(() => dialogOf(element));
    expect(dialog.open).to.equal(false);
    expect(dialog.querySelector('.sheet')).to.equal(null);
  });

  it('shows a placeholder where there is no image or it cannot be loaded', async () => {
    const element = await galleryOfAnswer([
      { id: 'a', name: 'none' },
      { id: 'b', name: 'gone', image: '/faults/gone.png' },
    ]);
    faults.use(http.get('/faults/gone.png', () => new HttpResponse(null, { status: 404 })));
    await until(() => element.shadowRoot?.querySelector('.image[data-state="failed"]'));
    const shown = [...(element.shadowRoot?.querySelectorAll('.no-image') ?? [])];
    expect(shown.map((it) => getComputedStyle(it).opacity)).to.deep.equal(['0.45', '0.45']);
  });

  it('lets the visitor try a failed image again in the dialog', async () => {
    faults.use(http.get('/faults/late.svg', () => new HttpResponse(null, { status: 503 })));
    const element = await galleryOfAnswer([{ id: 'a', name: 'late', image: '/faults/late.svg' }]);
    await state(element, 'ready');
    const dialog = await openCard(element);
    const image = await until(() => dialog.querySelector<HTMLElement>('[data-state="failed"]'));
    const note = dialog.querySelector<HTMLElement>('.media-failed');
    expect(note?.offsetHeight).to.be.greaterThan(0);
    faults.use(http.get('/faults/late.svg', () => fetch(picture('late'))));
    note?.querySelector('button')?.click();
    await until(() => image.dataset['state'] === 'ready');
    expect(note?.offsetHeight).to.equal(0);
  });

  it('stays smooth with a thousand NFTs', async () => {
    const element = await galleryOfAnswer(many(1000), { 'page-size': '1000' });
    await state(element, 'ready');
    const spent: Record<string, number> = {};
    const measure = async (what: string, act: () => unknown) => {
      const start = performance.now();
      await act();
      await element.updateComplete;
      spent[what] = Math.round(performance.now() - start);
    };
    expect(cards(element)).to.have.length(1000);
    await measure('first letter', () => typeQuery(element, 'p'));
    await measure('next letters', () => typeQuery(element, 'piece 99'));
    expect(cards(element)).to.have.length(19);
    await measure('cleared', () => typeQuery(element, ''));
    await measure('sorted', () => {
      element.sort = 'name';
    });
    await measure('opened', () => openCard(element, 500));
    console.log(`milliseconds with 1,000 cards: ${JSON.stringify(spent)}`);
    const images = [...(element.shadowRoot?.querySelectorAll<HTMLImageElement>('.grid img') ?? [])];
    expect(images.every((it) => it.loading === 'lazy')).to.equal(true);
    expect(getComputedStyle(find(element, '.item:nth-child(500)')).contentVisibility).to.equal(
      'auto',
    );
  });

  it('shows a page of cards at a time and moves on to the first of the next', async () => {
    const element = await galleryOfAnswer(many(25), { 'page-size': '10', sort: 'oldest' });
    await state(element, 'ready');
    expect(cards(element)).to.have.length(10);
    find(element, '[part="more"]').click();
    await until(() => cards(element).length === 20);
    await until(() => element.shadowRoot?.activeElement === cards(element)[10]);
    find(element, '[part="more"]').click();
    await until(() => cards(element).length === 25);
    expect(element.shadowRoot?.querySelector('[part="more"]')).to.equal(null);
    await typeQuery(element, 'piece');
    expect(cards(element)).to.have.length(10);
    element.setAttribute('page-size', 'many');
    await element.updateComplete;
    expect(cards(element)).to.have.length(24);
  });
});
