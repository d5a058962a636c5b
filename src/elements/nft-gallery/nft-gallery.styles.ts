import { css } from 'lit';

export const galleryStyles = css`
  :host {
    --_gap: calc(var(--_space) * 3);
    --_min-card: 8.25rem;
    min-block-size: var(--fae-nft-gallery-min-block-size, 24rem);
    /* A container for queries has no width of its own to give to a flex row. */
    min-inline-size: min(100%, 17rem);
  }
  .gallery {
    container-type: inline-size;
  }
  .gallery:has(> .failure) {
    display: grid;
    gap: calc(var(--_space) * 4);
  }
  p,
  h3 {
    margin: 0;
    font-size: inherit;
  }
  .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .kind,
  .count,
  .label {
    color: var(--_muted);
    font-size: 0.875em;
  }

  .toolbar,
  .field {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_space) * 2) calc(var(--_space) * 3);
  }
  .toolbar {
    margin-block-end: calc(var(--_space) * 4);
  }
  .field {
    position: relative;
    /* A field's own width grows with the text; it must not push the page aside. */
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .field .icon {
    position: absolute;
    inset-inline-start: calc(var(--_space) * 3);
    color: var(--_muted);
    pointer-events: none;
  }
  .search {
    flex: 1 1 100%;
  }
  .sort {
    margin-inline-start: auto;
  }
  .sort::after {
    content: '';
    position: absolute;
    inset-inline-end: calc(var(--_space) * 4);
    padding: 0.2em;
    border: solid;
    border-width: 0 1.75px 1.75px 0;
    translate: 0 -25%;
    rotate: 45deg;
    pointer-events: none;
  }
  .label {
    display: none;
  }
  .control {
    flex: 1;
    min-inline-size: 0;
    padding-inline: calc(var(--_space) * 6 + 1.25em) calc(var(--_space) * 3);
    appearance: none;
    font-weight: inherit;
  }
  .sort .control {
    padding-inline: calc(var(--_space) * 3) calc(var(--_space) * 6 + 1.25em);
  }
  .card:hover {
    border-color: color-mix(in oklab, currentColor 40%, transparent);
  }
  .control::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  /* The list that opens is the browser's own: its colours must not mix with the page's. */
  option {
    background: var(--_raised);
    color: var(--_raised-text);
  }

  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--_min-card)), 1fr));
    gap: var(--_gap);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  /* The owner's number of columns, as long as a card in them can still be read and hit. */
  .grid[data-fixed] {
    --_share: calc((100% - (var(--_columns) - 1) * var(--_gap)) / var(--_columns) - 0.5px);
    grid-template-columns: repeat(auto-fill, minmax(max(6rem, var(--_share)), 1fr));
  }
  .item {
    display: grid;
  }
  /* Many cards: those far from what is visible are neither laid out nor painted. */
  .item:nth-child(n + 61) {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 13rem;
  }
  .card {
    position: relative;
    min-inline-size: 0;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    transition: border-color var(--_duration);
  }
  .open {
    all: unset;
    display: block;
    inline-size: 100%;
  }
  .open::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: calc(var(--_radius) - 1px);
    cursor: pointer;
  }
  .open:active::after {
    background: color-mix(in oklab, currentColor 10%, transparent);
  }
  /* Inside the edge, as the item paints nothing beyond it; two-toned to stand out on any image. */
  .open:focus-visible::after {
    outline: var(--_focus-ring);
    outline-offset: -2px;
    box-shadow: inset 0 0 0 4px var(--_raised);
  }
  .picture {
    position: relative;
    aspect-ratio: 1;
    overflow: hidden;
    border-radius: 0;
    background: color-mix(in oklab, currentColor 6%, transparent);
  }
  .image,
  .no-image {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    opacity: 0;
  }
  .image[data-state='ready'] {
    opacity: 1;
    transition:
      opacity var(--_duration),
      scale var(--_duration);
  }
  .no-image {
    display: grid;
    place-items: center;
    font-size: 2em;
  }
  .no-image:first-child,
  .image[data-state='failed'] + .no-image {
    opacity: 0.45;
  }
  .moving {
    position: absolute;
    inset-block-end: calc(var(--_space) * 2);
    inset-inline-end: calc(var(--_space) * 2);
    padding: 7px;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--_raised);
    color: var(--_raised-text);
    font-size: 0.75rem;
    line-height: 0;
  }
  .moving .icon {
    fill: currentColor;
  }
  .caption {
    padding: calc(var(--_space) * 3);
    line-height: 1.35;
  }
  /* One line each, so that all cards have the height of their skeletons. */
  .name,
  .caption .kind {
    display: block;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .caption .kind {
    min-block-size: 1.35em;
    margin-block-start: 2px;
    font-weight: inherit;
  }
  .line {
    display: inline-block;
    inline-size: 60%;
    block-size: 0.75em;
  }
  .rest,
  .blank {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: calc(var(--_space) * 3);
    padding-block-start: calc(var(--_space) * 6);
  }
  .rest {
    min-block-size: calc(44px + var(--_space) * 6);
  }
  .blank {
    min-block-size: 16rem;
    padding: calc(var(--_space) * 6);
    border: 1px dashed var(--_line);
    border-radius: var(--_radius);
    text-align: center;
    overflow-wrap: anywhere;
  }
  .blank > .icon {
    color: var(--_muted);
    font-size: 1.75em;
    stroke-width: 1.5;
  }

  @container (inline-size >= 36rem) {
    .grid {
      --_gap: calc(var(--_space) * 5);
      --_min-card: var(--fae-nft-gallery-min-card, 12rem);
    }
    .item {
      contain-intrinsic-block-size: auto 18rem;
    }
    .caption {
      padding-inline: calc(var(--_space) * 4);
    }
    .search {
      flex: 0 1 20rem;
    }
    .label {
      display: inline;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .card:hover .image {
      scale: 1.03;
    }
  }
`;
