import { css } from 'lit';

/** The tokens of what lies above the page and hides it: dialogs, panels, notices over pictures. */
export const raised = css`
  :host {
    --_raised: var(--fae-color-raised, light-dark(#fff, #1d1e26));
    --_raised-text: var(--fae-color-text, light-dark(#1b1c22, #f1f1f5));
    --_shadow: var(--fae-shadow, 0 1px 2px rgb(0 0 0 / 0.08), 0 8px 24px rgb(0 0 0 / 0.1));
  }
`;
