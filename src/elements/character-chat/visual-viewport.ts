import type { LitElement } from 'lit';
import { Connection } from '../../ui/connection.ts';

/**
 * Tells the host's panel by custom properties how much of the window an on-screen keyboard leaves:
 * iOS neither resizes the layout viewport for it nor changes `dvh`.
 */
export const followVisualViewport = (host: LitElement): void => {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const follow = (): void => {
    // Zooming in with two fingers makes it smaller, too.
    if (viewport.scale > 1) return;
    const below = window.innerHeight - viewport.height - viewport.offsetTop;
    const style = host.renderRoot.querySelector<HTMLElement>('.panel')?.style;
    style?.setProperty('--_visible-block-size', `${viewport.height}px`);
    style?.setProperty('--_keyboard', `${Math.max(0, below)}px`);
  };
  new Connection(host, (signal) => {
    for (const type of ['resize', 'scroll']) viewport.addEventListener(type, follow, { signal });
  });
};
