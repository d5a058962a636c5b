import { css } from 'lit';

/**
 * Below (or beside) the picture there is room for four lines of description, so that nothing moves
 * when the product arrives; fae.css reserves the same before the element is defined.
 */
export const styles = css`
  :host {
    container-type: inline-size;
    inline-size: 100%;
  }
  .card {
    display: grid;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  p {
    margin: 0;
  }

  .media {
    position: relative;
    inline-size: 100%;
    aspect-ratio: var(--fae-checkout-ratio, 4 / 3);
  }
  .images,
  svg {
    position: absolute;
    inset: 0;
  }
  .images {
    display: flex;
    overflow-x: auto;
    scroll-snap-type: x mandatory;
    scrollbar-width: thin;
  }
  .images:focus-visible {
    outline-offset: -4px;
  }
  img {
    flex: none;
    inline-size: 100%;
    object-fit: cover;
    scroll-snap-align: center;
  }
  /* A slice of the next one says that there is more. */
  img:not(:only-of-type) {
    inline-size: calc(100% - 24px);
  }
  svg {
    inline-size: 64px;
    margin: auto;
    fill: none;
    stroke: var(--_line);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .images:has(img) + svg {
    display: none;
  }

  .body {
    display: flex;
    flex-direction: column;
    justify-content: center;
    min-inline-size: 0;
    min-block-size: calc(9.25em + 48px + var(--_space) * 17);
    padding: calc(var(--_space) * 5);
  }
  .name,
  .price {
    font-size: 1.25em;
    font-weight: 650;
    line-height: 1.3;
    min-block-size: 1.3em;
  }
  .description {
    margin-block: var(--_space) auto;
    color: var(--_muted);
  }
  .price {
    margin-block: calc(var(--_space) * 3);
  }
  .body > .button {
    flex: none;
    min-block-size: 48px;
  }
  .button[data-kind='none'] {
    background: none;
    opacity: 1;
  }
  .message:not(:empty) {
    margin-block-start: calc(var(--_space) * 3);
  }
  .message {
    color: var(--_muted);
    font-size: max(0.875em, 13px);
  }
  .message[data-kind='success'] {
    color: var(--_success);
  }
  .message[data-kind='failure'] {
    color: var(--_danger);
  }
  ::slotted([slot='footer']) {
    margin-block-start: calc(var(--_space) * 3);
  }
  .failure {
    padding: 0;
    border: 0;
    background: none;
  }

  /* While it loads: grey where text, picture and button will be. */
  .skeleton :is(.media, .name, .description, .price, .button) {
    border-radius: calc(var(--_radius) / 2);
    background: var(--_line);
    color: inherit;
    -webkit-text-fill-color: transparent;
  }
  .skeleton :is(.name, .price) {
    inline-size: 50%;
  }
  .skeleton .description {
    flex: 1;
    margin-block: calc(var(--_space) * 3) var(--_space);
  }
  .skeleton svg {
    display: none;
  }

  @container (min-width: 560px) {
    .card {
      grid-template-columns: 42% 1fr;
    }
    .media {
      min-block-size: 100%;
    }
  }
`;
