import { html, type TemplateResult } from 'lit';

/** A line drawing on a square of 24. */
export const icon = (path: string): TemplateResult => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>
`;

export const searchIcon = icon('M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14m5 12 4.5 4.5');
export const playIcon = icon('M8 5.5v13l11-6.5z');
export const chevronIcon = icon('m6 9.5 6 6 6-6');
export const imageIcon = icon(
  'M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2M4 15.5 8.5 11l8.5 8.5M13.5 16l2.5-2.5 4 4M15.5 8h.01',
);
