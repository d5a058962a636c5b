import { expect } from 'chai';
import type { FaeNftGalleryElement } from '../../../src/elements/nft-gallery/nft-gallery-element.ts';
import type { FaeNftGalleryOpenEvent } from '../../../src/elements/nft-gallery/nft-gallery.events.ts';
import {
  axeViolations,
  cleanUp,
  event,
  find,
  fixture,
  html,
  platform,
  sampleId,
  servers,
  until,
} from '../../support/browser.ts';
import {
  cards,
  collectionOf,
  dialogOf,
  galleryOf,
  names,
  openCard,
  picture,
  typeQuery,
} from './gallery.ts';

const statusOf = (element: Element): string => find(element, '[role="status"]').textContent.trim();

/** The requests for NFTs that the page has made so far. */
const requests = (): number =>
  performance.getEntriesByType('resource').filter((it) => it.name.includes('/public/nfts')).length;

describe('<fae-nft-gallery>', () => {
  let robots = '';
  before(async () => {
    robots = await collectionOf(
      {
        name: 'Robot 10',
        image: picture('a'),
        nftKind: 'edition',
        editionNumber: 2,
        editionCount: 9,
      },
      { name: 'Robot 9', image: picture('b'), nftKind: 'master', editionCount: 12 },
      { name: 'Élan', traits: [{ name: 'Mood', value: 'calm' }], nftKind: 'collection' },
    );
  });
  afterEach(cleanUp);

  it('shows the public NFTs of the workspace', async () => {
    const element = await fixture<FaeNftGalleryElement>(
      html`<fae-nft-gallery endpoint=${servers.endpoint} page-size="1000"></fae-nft-gallery>`,
    );
    await event(element, 'fae-ready');
    expect(names(element)).to.include('Night Herbarium');
    expect(names(element)).to.include('Robot 9');
  });

  it('does not show one that is not public, and does once it is', async () => {
    const collection = await collectionOf({ name: 'seen' }, { name: 'hidden', public: false });
    expect(names(await galleryOf(collection))).to.deep.equal(['seen']);
    const { body } = await platform('POST', '/nfts', { name: 'new', collection });
    expect(names(await galleryOf(collection))).to.deep.equal(['seen']);
    await platform('PUT', `/nfts/${String(body['_id'])}`, { public: true });
    expect(names(await galleryOf(collection))).to.deep.equal(['new', 'seen']);
  });

  it('shows name, kind and image of each', async () => {
    const element = await galleryOf(robots);
    const text = find(element, '.grid').textContent.replace(/\s+/g, ' ');
    expect(text).to.contain('Robot 10 Edition 2/9');
    expect(text).to.contain('Robot 9 Master · 12 editions');
    expect(text).to.contain('Élan Collection');
    await until(
      () => element.shadowRoot?.querySelectorAll('.image[data-state="ready"]').length === 2,
    );
  });

  it('filters by collection in place, without another request', async () => {
    const element = await galleryOf(robots);
    const before = requests();
    element.collection = sampleId('collectionId');
    await element.updateComplete;
    expect(names(element)).to.include('Moonwort');
    element.collection = 'of nobody';
    await element.updateComplete;
    expect(element.state).to.equal('empty');
    element.setAttribute('collection', robots);
    await element.updateComplete;
    expect([element.state, names(element).length]).to.deep.equal(['ready', 3]);
    expect(requests()).to.equal(before);
  });

  it('sorts, and keeps the attribute and the list of orders in step', async () => {
    const element = await galleryOf(robots);
    const select = find<HTMLSelectElement>(element, 'select');
    expect([element.hasAttribute('sort'), select.value]).to.deep.equal([false, 'newest']);
    select.value = 'name';
    select.dispatchEvent(new Event('change'));
    await element.updateComplete;
    expect(element.getAttribute('sort')).to.equal('name');
    expect(names(element)).to.deep.equal(['Élan', 'Robot 9', 'Robot 10']);
    element.setAttribute('sort', 'edition');
    await element.updateComplete;
    expect([names(element)[0], select.value]).to.deep.equal(['Robot 10', 'edition']);
  });

  it('finds by text and says how many', async () => {
    const element = await galleryOf(robots);
    expect(statusOf(element)).to.equal('3 NFTs');
    await typeQuery(element, 'elan');
    expect(names(element)).to.deep.equal(['Élan']);
    expect(statusOf(element)).to.equal('1 of 3 NFTs');
  });

  it('says that nothing matches and lets the visitor clear the search', async () => {
    const element = await galleryOf(robots);
    await typeQuery(element, 'xyz');
    expect(find(element, '[part="empty"]').textContent).to.contain('Nothing matches “xyz”.');
    expect(element.state).to.equal('ready');
    expect(await axeViolations(element)).to.deep.equal([]);
    find(element, '[part="empty"] button').click();
    await element.updateComplete;
    expect(names(element)).to.have.length(3);
    const input = find<HTMLInputElement>(element, 'input');
    expect([input.value, element.shadowRoot?.activeElement]).to.deep.equal(['', input]);
  });

  it('keeps search and order when it is moved, and asks no second time', async () => {
    const element = await galleryOf(robots);
    await typeQuery(element, 'robot');
    const before = requests();
    const aside = document.createElement('aside');
    document.body.append(aside);
    aside.append(element);
    await element.updateComplete;
    expect(names(element)).to.deep.equal(['Robot 9', 'Robot 10']);
    expect(find<HTMLInputElement>(element, 'input').value).to.equal('robot');
    expect(requests()).to.equal(before);
    aside.remove();
  });

  it('says that there is nothing where the workspace has nothing', async () => {
    const element = await fixture<FaeNftGalleryElement>(html`
      <fae-nft-gallery endpoint=${servers.endpoint} collection="none"></fae-nft-gallery>
    `);
    await event(element, 'fae-ready');
    expect([element.state, statusOf(element)]).to.deep.equal([
      'empty',
      'There are no NFTs here yet.',
    ]);
    expect(await axeViolations(element)).to.deep.equal([]);
  });

  it('takes its texts from the page', async () => {
    const element = await galleryOf(robots);
    element.setAttribute('strings', '{"countMany":"{count} Werke","kindEditionOf":"Nr. {number}"}');
    await element.updateComplete;
    expect(statusOf(element)).to.equal('3 Werke');
    expect(find(element, '.grid').textContent).to.contain('Nr. 2');
  });

  it('shows as many columns as the owner says, while cards stay usable', async () => {
    const element = await galleryOf(robots);
    const columns = () =>
      getComputedStyle(find(element, '.grid')).gridTemplateColumns.split(' ').length;
    element.style.inlineSize = '900px';
    element.columns = 3;
    await element.updateComplete;
    expect(columns()).to.equal(3);
    element.setAttribute('columns', '7');
    await element.updateComplete;
    expect(columns()).to.equal(7);
    element.style.inlineSize = '280px';
    expect(columns()).to.equal(2);
    element.removeAttribute('columns');
    await element.updateComplete;
    element.style.inlineSize = '900px';
    expect(columns()).to.equal(4);
  });

  for (const direction of ['ltr', 'rtl']) {
    it(`keeps large text in a narrow host, ${direction}`, async () => {
      const element = await galleryOf(sampleId('collectionId'));
      element.dir = direction;
      element.style.fontSize = '40px';
      element.style.inlineSize = '280px';
      const { left, right } = element.getBoundingClientRect();
      for (const part of element.shadowRoot?.querySelectorAll('.control, .card, .rest') ?? []) {
        const box = part.getBoundingClientRect();
        expect([box.left >= left, box.right <= right]).to.deep.equal([true, true]);
      }
    });
  }

  it('lets the page show an NFT in its own way', async () => {
    const element = await galleryOf(robots);
    const opened = event<FaeNftGalleryOpenEvent>(element, 'fae-nft-gallery-open');
    element.addEventListener('fae-nft-gallery-open', (it) => it.preventDefault(), { once: true });
    cards(element)[0]?.click();
    expect((await opened).nft.name).to.equal('Élan');
    await openCard(element, 1);
    expect(dialogOf(element)?.querySelector('h2')?.textContent).to.contain('Robot 9');
  });

  for (const scheme of ['light', 'dark']) {
    it(`gives axe nothing to report, ${scheme}`, async () => {
      const element = await galleryOf(robots);
      document.documentElement.style.colorScheme = scheme;
      document.body.style.cssText = scheme === 'dark' ? 'background:#14151a;color:#f1f1f5' : '';
      try {
        expect(await axeViolations(element)).to.deep.equal([]);
        await openCard(element, 1);
        expect(await axeViolations(element)).to.deep.equal([]);
      } finally {
        document.documentElement.style.colorScheme = '';
        document.body.style.cssText = '';
      }
    });
  }
});
