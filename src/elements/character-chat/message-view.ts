import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { secondsToWait, type Message } from './conversation.ts';
import { obstacleText } from './strings.ts';
import type { ChatActions, ChatModel } from './view-model.ts';

const small = (label: string, click: () => void, disabled = false) => html`
  <button class="small-button" type="button" aria-disabled=${disabled} @click=${click}>
    ${label}
  </button>
`;

/** Why the message above got no reply, and what can be done about it. */
const obstacleView = (message: Message, model: ChatModel, actions: ChatActions) => {
  const { conversation, strings, persona, now } = model;
  const { id, obstacle } = message;
  const seconds = secondsToWait(conversation, now);
  const waits = seconds > 0 || !!conversation.pending;
  return html`
    <div class="obstacle" part="message-error">
      <p>${obstacleText(message, strings, persona.name || strings.nameless, seconds)}</p>
      <div class="remedies">
        ${obstacle === 'refused' ? nothing : small(strings.resend, () => actions.resend(id), waits)}
        ${small(strings.edit, () => actions.edit(id))}
        ${small(strings.remove, () => actions.remove(id))}
      </div>
    </div>
  `;
};

const ownView = (message: Message, model: ChatModel, actions: ChatActions) => html`
  <div class="message" data-from="visitor" data-id=${message.id}>
    <span class="visually-hidden">${model.strings.you}:</span>
    <div
      class="bubble"
      part="message message-visitor"
      dir="auto"
      ?data-failed=${!!message.obstacle}
    >
      <span class="plain">${message.text}</span>
    </div>
    ${message.obstacle ? obstacleView(message, model, actions) : nothing}
  </div>
`;

/** What the character says: Markdown once that is loaded, else the text as it came. */
const replyView = (message: Pick<Message, 'id' | 'text'>, model: ChatModel) => {
  const { strings, persona, markdown } = model;
  const { copy, copied } = strings;
  const { id, text } = message;
  const body = () =>
    markdown ? markdown(text, { copy, copied }) : html`<p class="plain">${text}</p>`;
  return html`
    <div class="message" data-from="character" data-id=${id}>
      <span class="visually-hidden">${persona.name || strings.nameless}:</span>
      <div class="bubble prose" part="message message-character" dir="auto">
        ${guard([text, markdown, copy, copied], body)}
      </div>
    </div>
  `;
};

export const messageView = (
  message: Message,
  model: ChatModel,
  actions: ChatActions,
): TemplateResult =>
  message.from === 'visitor' ? ownView(message, model, actions) : replyView(message, model);

/** What the character says by itself, before anything else; plain text, so that it shows at once. */
export const greetingView = (model: ChatModel): unknown => {
  const { greeting } = model.persona;
  return greeting
    ? replyView({ id: 0, text: greeting }, { ...model, markdown: undefined })
    : nothing;
};
