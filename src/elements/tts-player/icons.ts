import { svg, type TemplateResult } from 'lit';

const icon = (content: TemplateResult) => svg`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${content}</svg>
`;
const line = (path: string) => icon(svg`<path class="stroke" d=${path} />`);

export const icons = {
  play: icon(
    svg`<path d="M8.5 5.6v12.8a1 1 0 0 0 1.5.86l10.2-6.4a1 1 0 0 0 0-1.72L10 4.74a1 1 0 0 0-1.5.86Z" />`,
  ),
  pause: icon(
    svg`<path d="M7.5 5h2a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm7 0h2a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z" />`,
  ),
  download: line('M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14'),
  stop: line('m8.5 8.5 7 7m0-7-7 7'),
  open: line('m8 10 4 4 4-4'),
};

/** A ring around a button: a share of it, 0–1, or a piece that turns. */
export const ring = (share?: number) => svg`
  <svg class="ring" viewBox="0 0 56 56" ?data-turning=${share === undefined} aria-hidden="true">
    <circle cx="28" cy="28" r="26.5" pathLength="100"
      stroke-dasharray=${`${Math.round((share ?? 0.25) * 100)} 100`} />
  </svg>
`;
