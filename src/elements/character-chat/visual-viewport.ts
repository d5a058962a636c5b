/**
 * Tells a panel by custom properties how much of the window an on-screen keyboard leaves, until the
 * signal is aborted: iOS neither resizes the layout viewport for it nor changes `dvh`.
 */
export const followVisualViewport = (
  panel: () => HTMLElement | null | undefined,
  signal: AbortSignal,
): void => {
  const viewport = window.visualViewport;
  const follow = (): void => {
    // Zooming in with two fingers makes it smaller, too.
    if (!viewport || viewport.scale > 1) return;
    const below = window.innerHeight - viewport.height - viewport.offsetTop;
    const style = panel()?.style;
    style?.setProperty('--_visible-block-size', `${viewport.height}px`);
    style?.setProperty('--_keyboard', `${Math.max(0, below)}px`);
  };
  for (const type of ['resize', 'scroll']) viewport?.addEventListener(type, follow, { signal });
};
