import type { LitElement } from 'lit';

/** Moves the focus to a part of the element, once that is drawn. */
export const focusOn = (element: LitElement, selector: string): void => {
  void element.updateComplete.then(() => {
    element.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  });
};

/** To the composer, except where that would bring up a keyboard that nobody asked for. */
export const focusInside = (element: LitElement): void =>
  focusOn(element, matchMedia('(pointer: coarse)').matches ? '.log' : 'textarea');
