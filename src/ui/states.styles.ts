import { css } from 'lit';

/** The skeleton of something that loads, and the notice that it did not. */
export const states = css`
  .skeleton {
    border-radius: calc(var(--_radius) / 2);
    background: color-mix(in oklab, currentColor 9%, transparent);
    animation: fae-pulse 1.4s ease-in-out infinite alternate;
  }
  @keyframes fae-pulse {
    to {
      opacity: 0.45;
    }
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .failure-text {
    margin: 0;
    flex: 1 1 12em;
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }
`;
