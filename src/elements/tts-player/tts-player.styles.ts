import { css } from 'lit';

/**
 * The card and what stands in for the player until it is there. Rows grow with a page's larger text;
 * fae.css reserves the same height before the element is defined.
 */
export const ttsPlayerStyles = css`
  :host {
    --_line-height: max(24px, 1.5em);
    min-block-size: calc(112px + var(--_line-height));
  }
  :host(:is([state='error'], [state='offline']):not([hidden])) {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 2);
  }
  .failure {
    flex: 1;
    align-content: center;
  }
  .player {
    display: grid;
    grid-template:
      'play head' auto
      'play progress' 28px
      'tools tools' minmax(44px, auto)
      / 52px minmax(0, 1fr);
    column-gap: calc(var(--_space) * 3);
    min-block-size: inherit;
    padding: calc(var(--_space) * 4) calc(var(--_space) * 4) calc(var(--_space) * 2);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    align-content: space-between;
  }
  .player[data-empty] {
    display: flex;
    align-items: center;
    justify-content: center;
  }
  .empty {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2);
    margin: 0;
    color: var(--_muted);
  }
  .icon {
    inline-size: 24px;
    block-size: 24px;
    flex: none;
    fill: currentColor;
  }
  .stroke {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .head {
    grid-area: head;
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: calc(var(--_space) * 2);
    min-block-size: var(--_line-height);
    line-height: var(--_line-height);
    container-type: inline-size;
  }
  .skeleton {
    max-inline-size: 100%;
  }
  .skeleton[data-place='play'] {
    grid-area: play;
    inline-size: 52px;
    block-size: 52px;
    border-radius: 50%;
  }
  .skeleton[data-place='title'] {
    inline-size: 8em;
    block-size: 14px;
    align-self: center;
  }
  .skeleton[data-place='bar'] {
    grid-area: progress;
    block-size: 4px;
    align-self: center;
  }
  .skeleton[data-place='tools'] {
    grid-area: tools;
    inline-size: 10em;
    block-size: 14px;
    align-self: center;
  }
  @media (forced-colors: active) {
    .skeleton {
      background: GrayText;
    }
  }
`;
