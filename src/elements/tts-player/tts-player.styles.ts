import { css } from 'lit';

/** The card and what stands in for the player until it is there. */
export const ttsPlayerStyles = css`
  :host {
    min-block-size: 136px;
  }
  .player {
    display: grid;
    grid-template:
      'play head' 24px
      'play progress' 28px
      'tools tools' minmax(44px, auto)
      / 52px minmax(0, 1fr);
    column-gap: calc(var(--_space) * 3);
    min-block-size: 136px;
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
    line-height: 24px;
    container-type: inline-size;
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
`;
