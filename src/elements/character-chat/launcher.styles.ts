import { css } from 'lit';

/** The floating button, and the panel that it opens. */
export const launcherStyles = css`
  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    min-inline-size: 56px;
    min-block-size: 56px;
    padding: 0 calc(var(--_space) * 3);
    border: 0;
    border-radius: 28px;
    background: var(--_accent);
    box-shadow: var(--_shadow);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    transition:
      filter var(--_duration),
      scale var(--_duration);
  }
  .launcher:hover {
    filter: brightness(1.1);
  }
  .launcher:active {
    scale: 0.96;
  }
  .launcher .icon {
    inline-size: 26px;
    block-size: 26px;
  }
  .unread {
    position: absolute;
    inset-block-start: 2px;
    inset-inline-end: 2px;
    inline-size: 14px;
    block-size: 14px;
    border: 2px solid var(--_raised);
    border-radius: 50%;
    background: var(--_danger);
  }
  .panel {
    --_below: calc(var(--_bottom) + 56px + 12px);
    position: fixed;
    inset-block-end: var(--_below);
    inset-inline-end: var(--_end);
    inline-size: min(var(--fae-character-chat-width, 400px), 100vw - 2 * var(--_inset));
    block-size: min(
      var(--fae-character-chat-height, 640px),
      var(--_visible-block-size, 100dvh) - var(--_below) - 16px
    );
    animation: fae-arrive var(--_duration) ease-out;
  }
  .panel .chat {
    box-shadow: var(--_shadow);
  }
  @media (forced-colors: active) {
    .launcher {
      border: 1px solid ButtonText;
    }
  }
  @media (width < 480px) {
    .panel {
      --_below: 0px;
      inset-inline: 0;
      inset-block-end: var(--_keyboard, 0px);
      inline-size: auto;
      block-size: calc(min(var(--_visible-block-size, 100dvh), 100dvh) - 24px);
    }
    .panel:not([hidden]) + .launcher {
      visibility: hidden;
    }
    .panel .chat {
      border-width: 1px 0 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    .panel .composer {
      padding-block-end: max(calc(var(--_space) * 3), env(safe-area-inset-bottom));
    }
  }
`;
