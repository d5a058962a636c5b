import { css } from 'lit';

export const messageStyles = css`
  .log-frame {
    position: relative;
    flex: 1;
    min-block-size: 0;
  }
  .log {
    position: relative;
    block-size: 100%;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in oklab, currentColor 28%, transparent) transparent;
  }
  .log:focus-visible {
    outline-offset: -2px;
  }
  .messages {
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 2);
    min-block-size: 100%;
    padding: calc(var(--_space) * 5) calc(var(--_space) * 4);
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    animation: fae-arrive var(--_duration) ease-out;
  }
  .message[data-from='visitor'] {
    align-items: flex-end;
  }
  .message[data-from='visitor'] + .message[data-from='character'],
  .message[data-from='character'] + .message[data-from='visitor'] {
    margin-block-start: calc(var(--_space) * 2);
  }
  @keyframes fae-arrive {
    from {
      opacity: 0;
      translate: 0 6px;
    }
  }
  .bubble {
    max-inline-size: min(100% - calc(var(--_space) * 8), 62ch);
    padding: calc(var(--_space) * 2.25) calc(var(--_space) * 3.5);
    border-radius: 18px;
    overflow-wrap: anywhere;
  }
  .message[data-from='visitor'] .bubble {
    border-end-end-radius: 6px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .message[data-from='visitor'] .bubble::selection {
    background: var(--_on-accent);
    color: var(--_accent);
  }
  .message[data-from='character'] .bubble {
    border-end-start-radius: 6px;
    background: color-mix(in oklab, currentColor 7%, transparent);
  }
  .message .bubble[data-failed] {
    background: color-mix(in oklab, var(--_danger) 10%, transparent);
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_danger) 45%, transparent);
    color: inherit;
  }
  .plain {
    margin: 0;
    white-space: pre-wrap;
  }
  .obstacle {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: calc(var(--_space) * 1.5);
    max-inline-size: min(100%, 62ch);
    margin-block-start: calc(var(--_space) * 1.5);
    font-size: 0.875em;
    line-height: 1.4;
    text-align: end;
  }
  .obstacle p {
    margin: 0;
    color: var(--_danger);
  }
  .remedies {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: calc(var(--_space) * 1.5);
  }
  .remedies .small-button {
    font-size: 1em;
  }
  .typing {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 2.5);
    min-block-size: calc(1.5em + var(--_space) * 4.5);
  }
  .typing .hint {
    color: var(--_muted);
    font-size: 0.9375em;
  }
  .dots {
    display: inline-flex;
    gap: 5px;
  }
  .dots i {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: currentColor;
    opacity: 0.35;
    animation: fae-dot 1.2s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 160ms;
  }
  .dots i:nth-child(3) {
    animation-delay: 320ms;
  }
  @keyframes fae-dot {
    30% {
      opacity: 0.9;
      translate: 0 -3px;
    }
    60% {
      opacity: 0.35;
      translate: 0;
    }
  }
  .invitation {
    display: grid;
    gap: calc(var(--_space) * 3);
    place-items: center;
    margin: auto;
    color: var(--_muted);
    text-align: center;
  }
  .invitation p {
    margin: 0;
  }
  .invitation .avatar {
    inline-size: 72px;
    block-size: 72px;
    font-size: min(1.5em, 32px);
  }
  .bubble-skeleton {
    inline-size: min(75%, 24em);
    block-size: 3.5em;
    border-radius: 18px;
    border-end-start-radius: 6px;
  }
  .bubble-skeleton.short {
    inline-size: min(50%, 15em);
    block-size: 2.5em;
    margin-block-start: calc(var(--_space) * 2);
  }
  .to-end {
    position: absolute;
    inset-block-end: calc(var(--_space) * 2);
    inset-inline: 0;
    display: flex;
    gap: calc(var(--_space) * 1.5);
    align-items: center;
    inline-size: fit-content;
    min-block-size: 44px;
    margin-inline: auto;
    padding: 0 calc(var(--_space) * 4) 0 calc(var(--_space) * 3);
    border: 1px solid var(--_line);
    border-radius: 999px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    color: inherit;
    font: inherit;
    font-size: 0.9375em;
    font-weight: 600;
    cursor: pointer;
  }
  .to-end .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .to-end:hover {
    background: color-mix(in oklab, currentColor 6%, var(--_raised));
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
      opacity: 0.6;
    }
  }
  @media (forced-colors: active) {
    .bubble {
      border: 1px solid CanvasText;
    }
    .message[data-from='visitor'] .bubble {
      border: 2px solid Highlight;
    }
    .dots i {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
