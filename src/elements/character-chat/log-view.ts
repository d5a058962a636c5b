import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../../ui/strings.ts';
import { isSlow, shownMessages } from './conversation.ts';
import { avatarView } from './header-view.ts';
import { icons } from './icons.ts';
import { greetingView, messageView } from './message-view.ts';
import type { ChatActions, ChatModel } from './view-model.ts';

const typingView = ({ conversation, strings, persona, now }: ChatModel) => {
  if (!conversation.pending) return nothing;
  const name = persona.name || strings.nameless;
  return html`
    <div class="message" data-from="character">
      <div class="bubble typing" part="typing">
        <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
        <span class=${isSlow(conversation, now) ? 'hint' : 'visually-hidden hint'}>
          ${isSlow(conversation, now) ? strings.stillThinking : fill(strings.thinking, { name })}
        </span>
      </div>
    </div>
  `;
};

const skeletonView = () => html`
  <div class="message" data-from="character">
    <div class="skeleton bubble-skeleton"></div>
    <div class="skeleton bubble-skeleton short"></div>
  </div>
`;

/** Where nothing was said yet and the character says nothing by itself. */
const invitationView = ({ persona, strings }: ChatModel) => {
  const { name } = persona;
  return html`
    <div class="invitation">
      ${avatarView(persona)} ${name ? html`<p>${fill(strings.invitation, { name })}</p>` : nothing}
    </div>
  `;
};

const contentView = (model: ChatModel, actions: ChatActions) => {
  if (model.state === 'loading') return skeletonView();
  const messages = shownMessages(model.conversation);
  if (!messages.length && !model.persona.greeting) return invitationView(model);
  return html`
    ${greetingView(model)} ${messages.map((it) => messageView(it, model, actions))}
    ${typingView(model)}
  `;
};

/**
 * The messages, in a list of their own scroll. It tells a screen reader nothing by itself: the
 * element has one live region that speaks every finished reply once.
 */
export const logView = (model: ChatModel, actions: ChatActions): TemplateResult => {
  const { strings, persona, state } = model;
  return html`
    <div class="log-frame">
      <div
        class="log"
        part="log"
        role="log"
        aria-live="off"
        aria-busy=${state === 'loading'}
        aria-label=${fill(strings.conversation, { name: persona.name || strings.nameless })}
        tabindex="0"
      >
        <div class="messages">${contentView(model, actions)}</div>
      </div>
      ${
        model.unseen
          ? html`<button class="to-end" part="new-messages" type="button" @click=${actions.toEnd}>
              ${icons.down}${strings.newMessages}
            </button>`
          : nothing
      }
    </div>
  `;
};
