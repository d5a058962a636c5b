import { css } from 'lit';

/** What Markdown makes of a reply. */
export const proseStyles = css`
  .prose > :first-child {
    margin-block-start: 0;
  }
  .prose > :last-child {
    margin-block-end: 0;
  }
  .prose :where(p, ul, ol, blockquote, hr, .code, .table) {
    margin-block: calc(var(--_space) * 2.5);
  }
  .prose .heading {
    margin-block: calc(var(--_space) * 4) calc(var(--_space) * 1.5);
    font-weight: 650;
    line-height: 1.3;
  }
  .prose .heading[aria-level='3'] {
    font-size: 1.125em;
  }
  .prose :is(ul, ol) {
    padding-inline-start: 1.5em;
  }
  .prose li {
    margin-block: calc(var(--_space));
  }
  .prose li > :is(p, ul, ol) {
    margin-block: calc(var(--_space));
  }
  .prose li::marker {
    color: var(--_muted);
  }
  .prose a {
    color: var(--_accent-text);
    text-decoration-thickness: from-font;
    text-underline-offset: 0.15em;
  }
  .prose a:hover {
    text-decoration-thickness: 2px;
  }
  .prose blockquote {
    margin-inline: 0;
    padding-inline-start: calc(var(--_space) * 3);
    border-inline-start: 3px solid var(--_line);
    color: var(--_muted);
  }
  .prose hr {
    border: 0;
    border-block-start: 1px solid var(--_line);
  }
  .prose code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 0.9em;
  }
  .prose :not(pre) > code {
    padding: 0.1em 0.35em;
    border-radius: 5px;
    background: color-mix(in oklab, currentColor 9%, transparent);
  }
  .prose .code {
    inline-size: 100%;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) - 2px);
    background: color-mix(in oklab, currentColor 5%, transparent);
  }
  .code-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 32px;
    padding-inline: calc(var(--_space) * 3) calc(var(--_space));
    color: var(--_muted);
    font-size: 0.8125em;
  }
  .copy {
    min-block-size: 28px;
    min-inline-size: 44px;
    padding: 0 calc(var(--_space) * 2);
    border: 0;
    border-radius: 6px;
    background: transparent;
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .copy:hover {
    background: color-mix(in oklab, currentColor 12%, transparent);
  }
  .copy[data-copied] .copy-label,
  .copy:not([data-copied]) .copied-label {
    display: none;
  }
  .prose pre {
    margin: 0;
    padding: calc(var(--_space)) calc(var(--_space) * 3) calc(var(--_space) * 3);
    overflow-x: auto;
    overscroll-behavior-inline: contain;
    line-height: 1.45;
    overflow-wrap: normal;
    text-align: start;
    direction: ltr;
  }
  .prose .table {
    overflow-x: auto;
  }
  .prose table {
    border-collapse: collapse;
    font-size: 0.9375em;
  }
  .prose :is(th, td) {
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 3);
    border-block-end: 1px solid var(--_line);
    overflow-wrap: normal;
    text-align: start;
    vertical-align: top;
  }
  .prose :is(pre, .table):focus-visible {
    outline-offset: -2px;
  }
  @media (pointer: coarse) {
    .copy {
      min-block-size: 44px;
    }
  }
`;
