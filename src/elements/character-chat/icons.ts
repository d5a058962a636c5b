import { html, svg, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult): TemplateResult => html`
  <svg
    class="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shape}
  </svg>
`;

export const icons = {
  send: icon(svg`<path d="M12 19V5.5M6 11l6-6 6 6" />`),
  stop: icon(svg`<rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor" />`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
  clear: icon(svg`<path d="M4 7h16M10 11v6M14 11v6M6 7l1 12h10l1-12M9 7V4h6v3" />`),
  down: icon(svg`<path d="M12 5v14M6 13l6 6 6-6" />`),
  chat: icon(svg`<path d="M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.5A7.5 7.5 0 1 1 20 11.5z" />`),
};
