import { html, type TemplateResult } from 'lit';

/** A line drawing on a square of 24. */
const icon = (path: string): TemplateResult => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>
`;

export const previousIcon = icon('m14.5 5-7 7 7 7');
export const nextIcon = icon('m9.5 5 7 7-7 7');
export const closeIcon = icon('m6 6 12 12M18 6 6 18');
export const playIcon = icon('M8 5.5v13l11-6.5z');
export const imageIcon = icon(
  'M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2M4 15.5 8.5 11l8.5 8.5M13.5 16l2.5-2.5 4 4M15.5 8h.01',
);
