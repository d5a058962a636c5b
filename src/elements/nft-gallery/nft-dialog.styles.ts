import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    inline-size: 100%;
    max-inline-size: 100%;
    block-size: 100dvh;
    max-block-size: 100dvh;
    margin: 0;
    padding: 0;
    overflow: auto;
    overscroll-behavior: contain;
    border: 0;
    background: var(--_raised);
    color: var(--_raised-text);
  }
  dialog::backdrop {
    background: rgb(10 10 14 / 0.6);
  }
  /* All of the dialog, so that only a press beyond it is one on the backdrop. */
  .sheet {
    min-block-size: 100%;
  }
  .bar {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 1);
    padding: calc(var(--_space) * 2);
    background: var(--_raised);
  }
  .bar [part='close'] {
    margin-inline-start: auto;
  }
  .plain {
    padding: 0;
    border-color: transparent;
    background: none;
  }
  .plain[aria-disabled='true'] {
    opacity: 0.35;
  }
  .turn .icon:dir(rtl) {
    scale: -1 1;
  }
  .position {
    margin: 0;
    margin-inline-start: calc(var(--_space) * 2);
    color: var(--_muted);
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
  }
  .details {
    display: grid;
    gap: calc(var(--_space) * 6);
    padding: 0 calc(var(--_space) * 4) calc(var(--_space) * 8);
  }
  .stage {
    position: relative;
    align-self: start;
    display: grid;
    inline-size: 100%;
    max-block-size: 65dvh;
    aspect-ratio: 1;
    overflow: hidden;
    border-radius: var(--_radius);
    background: color-mix(in oklab, currentColor 6%, transparent);
  }
  .large {
    object-fit: contain;
  }
  .player {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  /* Until then the image can be seen through it. */
  .player[data-state='ready'] {
    background: var(--_raised);
  }
  video.player[data-state='ready'] {
    background: #000;
  }
  audio.player {
    inset: auto calc(var(--_space) * 3) calc(var(--_space) * 3);
    inline-size: auto;
    block-size: 54px;
  }
  .player[data-state='failed'] {
    display: none;
  }
  .play {
    position: absolute;
    inset: 0;
    margin: auto;
    inline-size: 72px;
    block-size: 72px;
    padding: 0;
    border-radius: 50%;
    box-shadow: var(--_shadow);
    font-size: 1.5rem;
  }
  .play .icon {
    fill: currentColor;
  }
  .stage .no-image {
    font-size: 3em;
  }
  .stage:has(.player:not(audio)) .no-image {
    display: none;
  }
  .media-failed {
    position: relative;
    display: none;
    align-self: end;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: calc(var(--_space) * 3);
    margin: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 2);
    padding-inline-start: calc(var(--_space) * 4);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .stage:has([data-state='failed']) .media-failed {
    display: grid;
  }
  .facts {
    min-inline-size: 0;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .facts > .kind {
    margin: 0 0 calc(var(--_space) * 1);
  }
  h2 {
    margin: 0;
    font-size: 1.625em;
    font-weight: 700;
    line-height: 1.2;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .facts h3 {
    margin: calc(var(--_space) * 7) 0 calc(var(--_space) * 3);
    font-size: 1em;
    font-weight: 600;
    line-height: 1.35;
  }
  .description {
    margin: calc(var(--_space) * 4) 0 0;
    color: var(--_muted);
    white-space: pre-line;
  }
  dl,
  dd {
    margin: 0;
  }
  dt {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .traits {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr));
    gap: calc(var(--_space) * 2);
  }
  .traits .fact {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) - 4px);
  }
  .traits dd {
    font-weight: 600;
  }
  .provenance .fact {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: calc(var(--_space) * 4);
    min-block-size: 44px;
    padding-block: var(--_space);
    border-block-start: 1px solid var(--_line);
  }
  .provenance dt {
    flex: none;
  }
  .provenance dd {
    min-inline-size: 0;
    text-align: end;
  }
  code {
    font-family: ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace;
    font-size: 0.875em;
  }
  .link {
    min-block-size: 44px;
    margin-block: calc(var(--_space) * -1);
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent-text);
    font: inherit;
    text-align: inherit;
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }

  @media (width >= 44rem) {
    dialog {
      inline-size: min(100% - 4rem, 66rem);
      block-size: fit-content;
      max-block-size: calc(100dvh - 4rem);
      margin: auto;
      border-radius: calc(var(--_radius) + 4px);
      box-shadow: var(--_shadow);
    }
    .details {
      grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
      gap: calc(var(--_space) * 8);
      padding-inline: calc(var(--_space) * 6);
    }
    .stage {
      position: sticky;
      max-block-size: none;
      inset-block-start: 64px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      transition:
        opacity var(--_duration),
        translate var(--_duration);
    }
    @starting-style {
      dialog[open] {
        opacity: 0;
        translate: 0 8px;
      }
    }
  }
  @media (forced-colors: active) {
    dialog {
      border: 1px solid CanvasText;
    }
    .plain {
      border-color: ButtonText;
    }
  }
`;
