import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { FaeNftGalleryElement } from '../../../src/elements/nft-gallery/nft-gallery-element.ts';
import {
  axeViolations,
  cleanUp,
  find,
  fixture,
  html,
  sampleId,
  servers,
  state,
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
  titleOf,
} from './gallery.ts';

const button = (dialog: Element, name: string): HTMLButtonElement => {
  const found = dialog.querySelector<HTMLButtonElement>(`[aria-label="${name}"]`);
  if (!found) throw new Error(`no button ${name}`);
  return found;
};

/** The pairs of a description list, as text. */
const facts = (dialog: Element, list: string): Record<string, string> =>
  Object.fromEntries(
    [...dialog.querySelectorAll(`dl.${list} > div`)].map((row) => [
      row.querySelector('dt')?.textContent.trim() ?? '',
      row.querySelector('dd')?.textContent.trim() ?? '',
    ]),
  );

describe('the dialog of <fae-nft-gallery>', () => {
  let collection = '';
  before(async () => {
    collection = await collectionOf(
      { name: 'third', image: picture('3') },
      { name: 'second', image: picture('2') },
      {
        name: 'first',
        description: 'One line.\nAnother line.',
        nftKind: 'edition',
        editionNumber: 3,
        editionCount: 12,
        traits: [
          { trait_type: 'Mood', value: 'calm' },
          { name: 'Weight', value: 0 },
          { name: 'Signed', value: true },
        ],
        chain: 'base',
        contract: '0x52908400098527886E0F7030069857D2E4169EE7',
        tokenId: '17',
      },
    );
  });
  afterEach(cleanUp);

  it('shows description, traits and where the NFT comes from', async () => {
    const dialog = await openCard(await galleryOf(collection));
    expect(titleOf(dialog)).to.equal('first');
    expect(dialog.textContent).to.contain('Edition 3/12');
    expect(dialog.querySelector('.description')?.textContent).to.equal('One line.\nAnother line.');
    expect(facts(dialog, 'traits')).to.deep.equal({ Mood: 'calm', Weight: '0', Signed: 'Yes' });
    const origin = facts(dialog, 'provenance');
    expect(origin['Blockchain']).to.equal('base');
    expect(origin['Contract']).to.equal('0x529084…169EE7');
    expect(origin['Token ID']).to.equal('17');
    expect(dialog.querySelector('code')?.title).to.equal(
      '0x52908400098527886E0F7030069857D2E4169EE7',
    );
  });

  it('is named after the NFT, takes the focus, and gives it back on Esc', async () => {
    const element = await galleryOf(collection);
    const dialog = await openCard(element, 1);
    expect(dialog.getAttribute('aria-labelledby')).to.equal(dialog.querySelector('h2')?.id);
    expect(element.shadowRoot?.activeElement).to.equal(button(dialog, 'Close'));
    await sendKeys({ press: 'Escape' });
    await until(() => !dialog.open);
    await until(() => element.shadowRoot?.activeElement === cards(element)[1]);
  });

  it('opens with the keyboard and goes on with the arrow keys, to the ends', async () => {
    const element = await galleryOf(collection);
    cards(element)[0]?.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => dialogOf(element)?.open);
    const dialog = find<HTMLDialogElement>(element, 'dialog');
    for (const [key, title] of [
      ['ArrowLeft', 'first'],
      ['ArrowRight', 'second'],
      ['ArrowRight', 'third'],
      ['ArrowRight', 'third'],
      ['ArrowLeft', 'second'],
    ] as const) {
      await sendKeys({ press: key });
      await element.updateComplete;
      expect(titleOf(dialog)).to.equal(title);
    }
    expect(dialog.querySelector('[role="status"]')?.textContent).to.contain('2 of 3');
    await sendKeys({ press: 'Escape' });
    await until(() => element.shadowRoot?.activeElement === cards(element)[1]);
  });

  it('turns the arrow keys around where one reads from right to left', async () => {
    const element = await galleryOf(collection);
    element.dir = 'rtl';
    const dialog = await openCard(element);
    await sendKeys({ press: 'ArrowLeft' });
    await element.updateComplete;
    expect(titleOf(dialog)).to.equal('second');
  });

  it('has buttons for the NFT before and after, which keep the focus at the ends', async () => {
    const element = await galleryOf(collection);
    const dialog = await openCard(element);
    const [previous, next] = [button(dialog, 'Previous'), button(dialog, 'Next')];
    expect(previous.getAttribute('aria-disabled')).to.equal('true');
    previous.click();
    next.focus();
    next.click();
    await until(() => titleOf(dialog) === 'second');
    next.click();
    await until(() => titleOf(dialog) === 'third');
    await element.updateComplete;
    expect(next.getAttribute('aria-disabled')).to.equal('true');
    expect(element.shadowRoot?.activeElement).to.equal(next);
    expect(previous.hasAttribute('aria-disabled')).to.equal(false);
  });

  it('closes by a press beside it, not by one that only ends there', async () => {
    const dialog = await openCard(await galleryOf(collection));
    dialog.style.inset = '100px';
    dialog.style.inlineSize = '300px';
    dialog.style.blockSize = '300px';
    await sendMouse({ type: 'move', position: [250, 250] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [20, 20] });
    await sendMouse({ type: 'up' });
    expect(dialog.open).to.equal(true);
    await sendMouse({ type: 'click', position: [20, 20] });
    await until(() => !dialog.open);
  });

  it('leads to the collection that an NFT belongs to', async () => {
    const element = await galleryOf(sampleId('collectionId'));
    const dialog = await openCard(element);
    const link = dialog.querySelector<HTMLElement>('.link');
    expect(link?.textContent.trim()).to.equal('Night Herbarium');
    link?.click();
    await until(() => titleOf(dialog) === 'Night Herbarium');
    await until(() => element.shadowRoot?.activeElement === button(dialog, 'Close'));
    expect(dialog.querySelector('[aria-label="Next"]')).to.equal(null);
  });

  it('closes when the gallery is moved or removed, and opens again after', async () => {
    const element = await galleryOf(collection);
    const dialog = await openCard(element);
    document.body.append(element);
    expect(dialog.open).to.equal(false);
    await openCard(element, 1);
    expect(titleOf(dialog)).to.equal('second');
    element.remove();
    expect(dialog.open).to.equal(false);
  });
});

describe('an animation in the dialog of <fae-nft-gallery>', () => {
  afterEach(cleanUp);

  /** The sample's NFT with a film. */
  const videoName = async (): Promise<string> => {
    const answer = await fetch(`${servers.endpoint}/public/nfts`);
    const nfts = (await answer.json()) as { id: string; name: string }[];
    return nfts.find((nft) => nft.id === sampleId('videoNftId'))?.name ?? '';
  };

  const openVideo = async (): Promise<[FaeNftGalleryElement, HTMLDialogElement]> => {
    const element = await fixture<FaeNftGalleryElement>(html`
      <fae-nft-gallery endpoint=${servers.endpoint} page-size="1000"></fae-nft-gallery>
    `);
    await state(element, 'ready');
    expect(element.shadowRoot?.querySelector('video')).to.equal(null);
    const index = names(element).indexOf(await videoName());
    return [element, await openCard(element, index)];
  };

  const play = async (dialog: HTMLDialogElement): Promise<HTMLVideoElement> => {
    button(dialog, 'Play video').click();
    return until(() => dialog.querySelector('video'));
  };

  it('is there only once it was asked for, and plays then', async () => {
    const [element, dialog] = await openVideo();
    expect(dialog.querySelector('video')).to.equal(null);
    const video = await play(dialog);
    await until(() => video.currentTime > 0);
    expect([video.paused, video.controls]).to.deep.equal([false, true]);
    expect(element.shadowRoot?.activeElement).to.equal(video);
    expect(dialog.querySelector('.play')).to.equal(null);
    expect(await axeViolations(element)).to.deep.equal([]);
  });

  it('keeps the arrow keys for the player', async () => {
    const [element, dialog] = await openVideo();
    const title = titleOf(dialog);
    await play(dialog);
    await until(() => element.shadowRoot?.activeElement instanceof HTMLVideoElement);
    await sendKeys({ press: 'ArrowRight' });
    await element.updateComplete;
    expect(titleOf(dialog)).to.equal(title);
  });

  it('stops and is unloaded when the dialog closes', async () => {
    const [, dialog] = await openVideo();
    const video = await play(dialog);
    await until(() => video.readyState > 0);
    dialog.close();
    await until(() => !dialog.querySelector('video'));
    expect([video.paused, video.hasAttribute('src')]).to.deep.equal([true, false]);
  });

  it('stops and is unloaded when the gallery is removed', async () => {
    const [element, dialog] = await openVideo();
    const video = await play(dialog);
    await until(() => video.readyState > 0);
    element.remove();
    expect([video.paused, video.hasAttribute('src')]).to.deep.equal([true, false]);
  });

  it('is not offered where it is a model or a page', async () => {
    const collection = await collectionOf(
      { name: 'page', animation: 'https://a.test/index.html' },
      { name: 'model', animation: 'https://a.test/scene.glb' },
    );
    const element = await galleryOf(collection);
    for (const index of [0, 1]) {
      const dialog = await openCard(element, index);
      expect(dialog.querySelector('.play')).to.equal(null);
      dialog.close();
      await until(() => !dialog.querySelector('h2'));
    }
  });
});
