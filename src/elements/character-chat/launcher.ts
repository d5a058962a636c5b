import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../../ui/strings.ts';
import type { ChatModel } from './view-model.ts';

export { launcherStyles } from './launcher.styles.ts';
export { followVisualViewport } from './visual-viewport.ts';

/** The button that opens and closes the panel, and the panel once it has been opened. */
export const launcherView = (view: {
  readonly model: ChatModel;
  readonly open: boolean;
  /** Absent until the first opening. */
  readonly content: unknown;
  readonly icon: TemplateResult;
  readonly toggle: () => void;
}): TemplateResult => {
  const { model, open, content, icon, toggle } = view;
  const { strings, persona } = model;
  const label = persona.name ? fill(strings.open, { name: persona.name }) : strings.openNameless;
  return html`
    ${
      content
        ? html`<div
            class="panel"
            part="panel"
            id="panel"
            role="dialog"
            aria-label=${label}
            ?hidden=${!open}
          >
            ${content}
          </div>`
        : nothing
    }
    <button
      class="launcher"
      part="launcher"
      type="button"
      aria-label=${open ? strings.close : label}
      aria-expanded=${open}
      aria-controls=${content ? 'panel' : nothing}
      aria-haspopup="dialog"
      @click=${toggle}
    >
      <slot name="launcher">${icon}</slot>
      ${
        model.unseen && !open
          ? html`<span class="unread"><span class="visually-hidden">${strings.unread}</span></span>`
          : nothing
      }
    </button>
  `;
};
