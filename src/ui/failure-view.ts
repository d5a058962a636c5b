import { html, nothing, type TemplateResult } from 'lit';
import type { Failure } from './failure.ts';
import type { CommonStrings } from './strings.ts';

/** The sentence for a failure: by its code, else the general one. */
export const failureText = (
  failure: Failure | undefined,
  state: string,
  strings: CommonStrings,
): string => {
  if (state === 'offline') return strings.offline;
  return strings.failures[failure?.code ?? ''] ?? strings.failed;
};

/**
 * Gives the element itself the focus that its "Try again" is about to lose, until it moves on:
 * otherwise a visitor with a keyboard would be sent back to the top of the page.
 */
const holdFocus = (element: HTMLElement): void => {
  if (!element.hasAttribute('tabindex')) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
};

/**
 * What an element shows when it could not load: the page's own fallback content, why, and a way to
 * try again. `retry` is left out where trying again cannot help.
 */
export const failureView = (view: {
  readonly failure: Failure | undefined;
  readonly state: string;
  readonly strings: CommonStrings;
  readonly retry: () => void;
}): TemplateResult => {
  const { failure, state, strings, retry } = view;
  // Lit calls a listener with the element as `this`.
  const again = function (this: HTMLElement) {
    holdFocus(this);
    retry();
  };
  const button = html`
    <button class="button" part="retry" type="button" @click=${again}>${strings.retry}</button>
  `;
  return html`
    <slot></slot>
    <div class="failure" part="error" role="alert">
      <p class="failure-text">${failureText(failure, state, strings)}</p>
      ${failure?.code === 'no_endpoint' ? nothing : button}
    </div>
  `;
};
