import { css } from 'lit';

export const headerStyles = css`
  .header {
    display: flex;
    flex: none;
    align-items: center;
    gap: calc(var(--_space) * 3);
    min-block-size: 68px;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    padding-inline-end: calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_line);
  }
  .avatar {
    position: relative;
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 42px;
    block-size: 42px;
    overflow: hidden;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_accent) 16%, transparent);
    color: var(--_accent-text);
    font-size: min(1em, 20px);
    font-weight: 650;
    line-height: 1;
    user-select: none;
  }
  .avatar.skeleton {
    border-radius: 50%;
    background: color-mix(in oklab, currentColor 9%, transparent);
  }
  .avatar img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    opacity: 0;
    transition: opacity var(--_duration);
  }
  .avatar img[data-loaded] {
    opacity: 1;
  }
  .initials {
    display: flex;
  }
  .avatar img[data-loaded] + .initials {
    visibility: hidden;
  }
  .who {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 2px;
    min-inline-size: 0;
    line-height: 1.3;
  }
  .name,
  .about {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 650;
    letter-spacing: -0.005em;
  }
  .about {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .presence {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .presence::before {
    content: '';
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: var(--_success);
  }
  .presence[data-presence='asleep']::before {
    background: none;
    box-shadow: inset 0 0 0 2px currentColor;
  }
  .presence + .title::before {
    content: '·';
    margin-inline: 2px 6px;
  }
  .line {
    inline-size: 9em;
    max-inline-size: 100%;
    block-size: 0.9em;
    margin-block: 2px;
  }
  .line.short {
    inline-size: 6em;
    block-size: 0.75em;
  }
  .icon-button {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: transparent;
    color: var(--_muted);
    cursor: pointer;
    transition:
      background-color var(--_duration),
      color var(--_duration);
  }
  .icon-button + .icon-button {
    margin-inline-start: calc(var(--_space) * -2);
  }
  .icon-button:hover {
    background: color-mix(in oklab, currentColor 10%, transparent);
    color: inherit;
  }
  .question,
  .answers {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: calc(var(--_space) * 2);
  }
  .question {
    padding: calc(var(--_space) * 2.5) calc(var(--_space) * 4);
    border-block-end: 1px solid var(--_line);
    background: color-mix(in oklab, currentColor 4%, transparent);
    font-size: 0.9375em;
  }
  .question > span {
    flex: 1 1 10em;
  }
  @media (forced-colors: active) {
    .presence::before {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
