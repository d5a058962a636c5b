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
  const button = html`
    <button class="button" part="retry" type="button" @click=${retry}>${strings.retry}</button>
  `;
  return html`
    <slot></slot>
    <div class="failure" part="error" role="alert">
      <p class="failure-text">${failureText(failure, state, strings)}</p>
      ${failure?.code === 'no_endpoint' ? nothing : button}
    </div>
  `;
};
