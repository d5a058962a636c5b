import { http, HttpResponse } from 'msw';
import type { FaeNftGalleryElement } from '../../../src/elements/nft-gallery/nft-gallery-element.ts';
import '../../../src/define/fae-nft-gallery.ts';
import { find, fixture, html, platform, servers, state, until } from '../../support/browser.ts';
import { faults, faultyEndpoint } from '../../support/faults.ts';

// Browsers may keep the list for half a minute; a test wants to see what it has just made.
const cached = window.fetch.bind(window);
window.fetch = (input, init) => cached(input, { ...init, cache: 'no-store' });

type Fields = Readonly<Record<string, unknown>>;

/** A square of one colour, different for each name. */
export const picture = (name: string): string => {
  const hue = (name.charCodeAt(0) * 37 + name.length * 11) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="hsl(${hue} 60% 50%)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};

/** Puts public NFTs into a collection of their own on the platform and gives the collection's id. */
export const collectionOf = async (...nfts: Fields[]): Promise<string> => {
  const { body } = await platform('POST', '/nfts', { name: 'A collection', nftKind: 'collection' });
  const collection = String(body['_id']);
  for (const fields of nfts) {
    await platform('POST', '/nfts', { public: true, collection, ...fields });
  }
  return collection;
};

/** A gallery that shows one collection of the platform, loaded. */
export const galleryOf = async (collection: string): Promise<FaeNftGalleryElement> => {
  const element = await fixture<FaeNftGalleryElement>(html`
    <fae-nft-gallery endpoint=${servers.endpoint} collection=${collection}></fae-nft-gallery>
  `);
  await state(element, 'ready');
  return element;
};

/** A gallery whose server answers with these NFTs exactly, whatever they are; not yet loaded. */
export const galleryOfAnswer = (
  nfts: readonly Fields[],
  attributes: Readonly<Record<string, string>> = {},
): Promise<FaeNftGalleryElement> => {
  faults.use(http.get(`${faultyEndpoint}/public/nfts`, () => HttpResponse.json(nfts as object[])));
  const element = document.createElement('fae-nft-gallery');
  for (const [name, value] of Object.entries({ endpoint: faultyEndpoint, ...attributes })) {
    element.setAttribute(name, value);
  }
  return fixture<FaeNftGalleryElement>(html`${element}`);
};

/** `count` NFTs, the first one the oldest. */
export const many = (count: number): Fields[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    name: `Piece ${index}`,
    description: `The piece with the number ${index}, made to be looked for.`,
    image: picture(`${index}`),
    nftKind: 'edition',
    editionNumber: index + 1,
    editionCount: count,
    traits: [{ name: 'Colour', value: ['Red', 'Green', 'Blue'][index % 3] }],
    public: true,
    createdAt: new Date(1_700_000_000_000 + index * 1000).toISOString(),
  }));

/** The cards' buttons, in order. */
export const cards = (element: Element): HTMLButtonElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.open') ?? []),
];

/** What the cards are called, in order. */
export const names = (element: Element): string[] =>
  cards(element).map((card) => card.textContent.trim());

export const typeQuery = async (element: FaeNftGalleryElement, query: string): Promise<void> => {
  const input = find<HTMLInputElement>(element, 'input');
  input.value = query;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await element.updateComplete;
};

export const dialogOf = (element: Element): HTMLDialogElement | null =>
  element.shadowRoot?.querySelector('dialog') ?? null;

/** Presses a card and waits for its dialog. */
export const openCard = async (element: Element, index = 0): Promise<HTMLDialogElement> => {
  const card = cards(element)[index];
  card?.focus();
  card?.click();
  await until(() => dialogOf(element)?.open);
  return find<HTMLDialogElement>(element, 'dialog');
};

export const titleOf = (dialog: HTMLDialogElement): string =>
  dialog.querySelector('h2')?.textContent.trim() ?? '';
