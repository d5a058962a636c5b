/**
 * Makes a callback for lit's `ref` that tells its element, by custom properties, how much of the
 * window an on-screen keyboard leaves: iOS neither resizes the layout viewport for it nor `dvh`.
 */
export const visualViewportFollower = (): ((element: Element | undefined) => void) => {
  let end: AbortController | undefined;
  return (element) => {
    end?.abort();
    const viewport = window.visualViewport;
    if (!viewport || !(element instanceof HTMLElement)) return;
    end = new AbortController();
    const { signal } = end;
    const follow = (): void => {
      // Zooming in with two fingers makes it smaller, too.
      if (viewport.scale > 1) return;
      const below = window.innerHeight - viewport.height - viewport.offsetTop;
      element.style.setProperty('--_visible-block-size', `${viewport.height}px`);
      element.style.setProperty('--_keyboard', `${Math.max(0, below)}px`);
    };
    follow();
    for (const type of ['resize', 'scroll']) viewport.addEventListener(type, follow, { signal });
  };
};
