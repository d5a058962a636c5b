/** How far from the visible part of the page something is near, as a root margin. */
const rootMargin = '300px';

/** Calls back once the element has come near what the visitor sees; not after `signal` is aborted. */
export const whenNear = (element: Element, signal: AbortSignal, arrive: () => void): void => {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((it) => it.isIntersecting)) return;
      observer.disconnect();
      arrive();
    },
    { rootMargin },
  );
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
};
