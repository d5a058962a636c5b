import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { composerView } from './composer-view.ts';
import { headerView } from './header-view.ts';
import { icons } from './icons.ts';
import { logView } from './log-view.ts';
import { fill } from '../../ui/strings.ts';
import type { ChatActions, ChatModel } from './view-model.ts';

/** The whole chat: who, what was said, where to write. */
export const chatView = (
  model: ChatModel,
  actions: ChatActions,
  attachLog: (element: Element | undefined) => void,
): TemplateResult => html`
  ${headerView(model, actions)} ${logView(model, actions, attachLog)}
  ${composerView(model, actions)}
`;

/** The button that opens and closes the panel, and the panel once it has been opened. */
export const launcherView = (view: {
  readonly model: ChatModel;
  readonly open: boolean;
  /** Absent until the first opening. */
  readonly content: unknown;
  readonly toggle: () => void;
  /** Takes the panel, or nothing when it goes. */
  readonly attachPanel: (element: Element | undefined) => void;
}): TemplateResult => {
  const { model, open, content, toggle, attachPanel } = view;
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
            ${ref(attachPanel)}
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
      <slot name="launcher">${open ? icons.close : icons.chat}</slot>
      ${
        model.unseen && !open
          ? html`<span class="unread"><span class="visually-hidden">${strings.unread}</span></span>`
          : nothing
      }
    </button>
  `;
};
