import { html, svg, type TemplateResult } from 'lit';

const silent = svg`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path class="stroke" d="M4 9.5v5h3.5L12 18V6L7.5 9.5H4Zm12.5 0 4 5m0-5-4 5" />
  </svg>
`;

/** As large as the player, while it loads. */
export const skeletonView = (label: string): TemplateResult => html`
  <div class="player" part="player" role="status" aria-label=${label}>
    <span class="skeleton" data-place="play"></span>
    <div class="head"><span class="skeleton" data-place="title"></span></div>
    <span class="skeleton" data-place="bar"></span>
    <span class="skeleton" data-place="tools"></span>
  </div>
`;

export const emptyView = (text: string): TemplateResult => html`
  <div class="player" part="player" data-empty>
    <p class="empty" part="empty">${silent} ${text}</p>
  </div>
`;
