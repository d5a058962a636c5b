import { html, nothing, type TemplateResult } from 'lit';
import type { DirectiveResult } from 'lit/directive.js';
import type { Nft } from '../../client/index.ts';
import { animationKind, type AnimationKind } from './animation.ts';
import { mediaSource } from './media-source.ts';
import { kindText, type NftStrings } from './nft.strings.ts';
import { imageIcon, playIcon } from './nft.icons.ts';

export interface DetailsView {
  readonly strings: NftStrings;
  readonly gateways: string | null | undefined;
  readonly locale: string | undefined;
  /** Whether the visitor has asked for the animation. */
  readonly playing: boolean;
  readonly play: () => void;
  /** How often the visitor has asked for another try at what did not load. */
  readonly attempt: number;
  readonly retry: () => void;
  /** The NFT with this id, if the gallery has it: a master or a collection. */
  readonly find: (id: string | undefined) => Nft | undefined;
  readonly show: (nft: Nft) => void;
}

const players = {
  video: (source: DirectiveResult) => html`
    <video class="player" controls autoplay loop playsinline ${source}></video>
  `,
  audio: (source: DirectiveResult) => html`
    <audio class="player" controls autoplay ${source}></audio>
  `,
  image: (source: DirectiveResult, name: string) => html`
    <img class="large player image" alt=${name} ${source} />
  `,
};

const playLabels = { video: 'playVideo', audio: 'playAudio', image: 'playAnimation' } as const;

/** The NFT's image, and its animation only once it was asked for: a grid of videos is a burden. */
export const nftStage = (nft: Nft, view: DetailsView): TemplateResult => {
  const { strings, gateways, playing, play, attempt, retry } = view;
  const name = nft.name || strings.untitled;
  const kind = animationKind(nft.animation);
  const source = mediaSource(nft.animation ?? '', gateways, attempt);
  const player = kind && playing && players[kind](source, name);
  const image = html`
    <img class="large image" alt=${name} ${mediaSource(nft.image ?? '', gateways, attempt)} />
  `;
  const button = (of: AnimationKind) => html`
    <button
      class="button play"
      data-kind="primary"
      part="play"
      type="button"
      aria-label=${strings[playLabels[of]]}
      @click=${play}
    >
      ${playIcon}
    </button>
  `;
  return html`
    <div class="stage" part="dialog-media">
      ${nft.image ? image : nothing}
      <span class="no-image">${imageIcon}</span>
      ${player || (kind ? button(kind) : nothing)}
      <div class="media-failed">
        <p>${strings.mediaFailed}</p>
        <button class="button" type="button" @click=${retry}>${strings.retry}</button>
      </div>
    </div>
  `;
};

const shortened = (text: string): string =>
  text.length > 16 ? `${text.slice(0, 8)}…${text.slice(-6)}` : text;

const code = (text: string | undefined): TemplateResult | undefined =>
  text ? html`<code title=${text}>${shortened(text)}</code>` : undefined;

const dateText = (text: string | undefined, locale: string | undefined): string | undefined => {
  const date = text ? new Date(text) : undefined;
  if (!date || Number.isNaN(date.getTime())) return undefined;
  try {
    return date.toLocaleDateString(locale, { dateStyle: 'medium' });
  } catch {
    return date.toLocaleDateString(undefined, { dateStyle: 'medium' });
  }
};

/** An id says nothing to a visitor; some upstreams give a name instead. */
const isId = (text: string): boolean => /^[0-9a-f-]{24,36}$/i.test(text);

/** The NFT that another one names, to go there, or its name; nothing where it names itself. */
const reference = (text: string | undefined, from: Nft, view: DetailsView) => {
  const nft = view.find(text);
  if (nft === from) return undefined;
  if (!nft) return text && !isId(text) ? text : undefined;
  const name = nft.name || view.strings.untitled;
  return html`<button class="link" type="button" @click=${() => view.show(nft)}>
    <bdi>${name}</bdi>
  </button>`;
};

const list = (
  heading: string,
  part: string,
  rows: readonly (readonly [string, string | TemplateResult | undefined])[],
): TemplateResult | typeof nothing => {
  const known = rows.filter(([, value]) => value !== undefined && value !== '');
  if (!known.length) return nothing;
  const row = ([term, value]: (typeof rows)[number]) => html`
    <div class="fact">
      <dt><bdi>${term}</bdi></dt>
      <dd>${typeof value === 'string' ? html`<bdi>${value}</bdi>` : value}</dd>
    </div>
  `;
  return html`
    <section part=${part}>
      <h3>${heading}</h3>
      <dl class=${part}>${known.map(row)}</dl>
    </section>
  `;
};

/** Name, kind, description, traits and where the NFT comes from. */
export const nftFacts = (nft: Nft, view: DetailsView): TemplateResult => {
  const { strings, locale } = view;
  const kind = kindText(nft, strings);
  const traits = nft.traits?.map(({ name, value }) => {
    const text = typeof value === 'boolean' ? strings[value ? 'yes' : 'no'] : String(value);
    return [name, text] as const;
  });
  return html`
    <div class="facts">
      ${kind ? html`<p class="kind"><bdi>${kind}</bdi></p>` : nothing}
      <h2 id="title"><bdi>${nft.name || strings.untitled}</bdi></h2>
      ${nft.description ? html`<p class="description" dir="auto">${nft.description}</p>` : nothing}
      ${list(strings.traits, 'traits', traits ?? [])}
      ${list(strings.details, 'provenance', [
        [strings.collectionLabel, reference(nft.collection, nft, view)],
        [strings.masterLabel, reference(nft.master, nft, view)],
        [strings.chain, nft.chain],
        [strings.contract, code(nft.contract)],
        [strings.tokenId, code(nft.tokenId)],
        [strings.created, dateText(nft.createdAt, locale)],
      ])}
    </div>
  `;
};
