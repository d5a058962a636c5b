import { css } from 'lit';
import { buttons } from '../../ui/buttons.styles.ts';
import { raised } from '../../ui/raised.styles.ts';
import { states } from '../../ui/states.styles.ts';
import { tokens } from '../../ui/tokens.styles.ts';
import { visuallyHidden } from '../../ui/visually-hidden.styles.ts';
import { composerStyles } from './composer.styles.ts';
import { headerStyles } from './header.styles.ts';
import { messageStyles } from './message.styles.ts';

const frameStyles = css`
  :host {
    block-size: var(--fae-character-chat-height, min(560px, 80dvh));
    min-inline-size: 0;
  }
  /* The floating variant takes no room on the page: the element is where its button is. */
  :host([layout='launcher']) {
    --_inset: var(--fae-character-chat-inset, 20px);
    --_end: max(var(--_inset), env(safe-area-inset-right));
    --_bottom: max(var(--_inset), env(safe-area-inset-bottom));
    position: fixed;
    z-index: var(--fae-character-chat-z-index, 1000);
    inset-block-end: var(--_bottom);
    inset-inline-end: var(--_end);
    inline-size: fit-content;
    block-size: auto;
  }
  [hidden] {
    display: none;
  }
  .chat {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_raised-text);
    line-height: 1.5;
  }
  .absence {
    display: flex;
    flex: 1;
    flex-direction: column;
    justify-content: safe center;
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
    overflow: auto;
  }
  .icon {
    flex: none;
    inline-size: 22px;
    block-size: 22px;
  }
  .small-button {
    min-block-size: 32px;
    padding: calc(var(--_space)) calc(var(--_space) * 2.5);
    border: 1px solid var(--_line);
    border-radius: 999px;
    background: transparent;
    color: inherit;
    font: inherit;
    font-size: 0.875em;
    font-weight: 600;
    cursor: pointer;
    transition: background-color var(--_duration);
  }
  .small-button:hover:not([aria-disabled='true']) {
    background: color-mix(in oklab, currentColor 8%, transparent);
  }
  .small-button[data-kind='danger'] {
    color: var(--_danger);
  }
  .small-button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.55;
  }
  @media (pointer: coarse) {
    .small-button {
      min-block-size: 44px;
      padding-inline: calc(var(--_space) * 4);
    }
  }
`;

/** All but those of Markdown and launcher, which come with them. */
export const styles = [
  tokens,
  raised,
  buttons,
  states,
  visuallyHidden,
  frameStyles,
  headerStyles,
  messageStyles,
  composerStyles,
];
