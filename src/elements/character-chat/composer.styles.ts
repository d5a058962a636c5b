import { css } from 'lit';

export const composerStyles = css`
  .prompts {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: calc(var(--_space) * 2);
    max-block-size: 40%;
    padding: calc(var(--_space)) calc(var(--_space) * 4) calc(var(--_space) * 3);
    overflow: auto;
  }
  .prompt {
    min-block-size: 44px;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 4);
    border: 1px solid color-mix(in oklab, var(--_accent) 40%, transparent);
    border-radius: 22px;
    background: transparent;
    color: var(--_accent-text);
    font: inherit;
    font-size: 0.9375em;
    font-weight: 500;
    line-height: 1.3;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
    transition: background-color var(--_duration);
  }
  .prompt:hover {
    background: color-mix(in oklab, var(--_accent) 12%, transparent);
  }
  .composer {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: flex-end;
    justify-content: flex-end;
    gap: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 3);
    border-block-start: 1px solid var(--_line);
  }
  .field {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    max-block-size: min(max(160px, 6em), 30dvh);
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: 22px;
    background: color-mix(in oklab, currentColor 4%, transparent);
    transition: border-color var(--_duration);
  }
  .field:hover {
    border-color: color-mix(in oklab, currentColor 32%, transparent);
  }
  .field:focus-within {
    border-color: var(--_accent-text);
    outline: 1px solid var(--_accent-text);
  }
  .field::after,
  textarea {
    grid-area: 1 / 1;
    min-block-size: 42px;
    padding: 9px calc(var(--_space) * 4);
    font: inherit;
    /* Safari on iOS zooms the page into a field whose text is smaller. */
    font-size: max(16px, 1em);
    line-height: 1.5;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .field::after {
    content: attr(data-text) ' ';
    visibility: hidden;
    pointer-events: none;
  }
  textarea {
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    border: 0;
    outline: none;
    background: transparent;
    color: inherit;
    resize: none;
    scrollbar-width: thin;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .counter {
    flex: 0 0 100%;
    order: 1;
    padding-inline-end: calc(44px + var(--_space) * 4);
    color: var(--_muted);
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .counter[data-over] {
    color: var(--_danger);
    font-weight: 600;
  }
  .send {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    cursor: pointer;
    transition:
      background-color var(--_duration),
      color var(--_duration),
      filter var(--_duration);
  }
  .send:hover {
    filter: brightness(1.1);
  }
  .send[aria-disabled='true'] {
    background: color-mix(in oklab, currentColor 10%, transparent);
    color: var(--_muted);
    cursor: default;
    filter: none;
  }
  @media (forced-colors: active) {
    .field:focus-within {
      outline: 2px solid Highlight;
    }
    .send {
      border: 1px solid ButtonText;
    }
  }
`;
