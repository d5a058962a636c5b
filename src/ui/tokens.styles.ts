import { css } from 'lit';

/**
 * One set of tokens for all elements. Each `--fae-…` may be set by the page; the defaults derive
 * from the page's own text colour and `color-scheme`, so that an element fits where it stands.
 * Inside, elements use the private `--_…` only.
 */
export const tokens = css`
  :host {
    --_text: var(--fae-color-text, currentColor);
    --_muted: var(--fae-color-muted, color-mix(in oklab, currentColor 72%, transparent));
    --_surface: var(--fae-color-surface, color-mix(in oklab, currentColor 5%, transparent));
    --_line: var(--fae-color-line, color-mix(in oklab, currentColor 16%, transparent));
    --_accent: var(--fae-color-accent, #5046e4);
    --_on-accent: var(--fae-color-on-accent, #fff);
    --_accent-text: color-mix(in oklab, var(--_accent) 55%, currentColor);
    --_danger: var(--fae-color-danger, color-mix(in oklab, #e5484d 65%, currentColor));
    --_success: var(--fae-color-success, color-mix(in oklab, #079455 65%, currentColor));
    --_radius: var(--fae-radius, 12px);
    --_space: var(--fae-space, 4px);
    --_focus-ring: var(--fae-focus-ring, 2px solid var(--_accent-text));
    --_duration: var(--fae-duration, 160ms);
    display: block;
    box-sizing: border-box;
    font-family: var(--fae-font, inherit);
    color: var(--_text);
    text-align: start;
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible,
  :host(:focus-visible) {
    outline: var(--_focus-ring);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_duration: 0ms;
    }
  }
`;
