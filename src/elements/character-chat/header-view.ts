import { html, nothing, type TemplateResult } from 'lit';
import { safeUrl } from '../../ui/url.ts';
import { initialsOf, type Persona } from './character.ts';
import { icons } from './icons.ts';
import type { ChatActions, ChatModel } from './view-model.ts';

const mark = (loaded: boolean) => (event: Event) => {
  if (event.target instanceof Element) event.target.toggleAttribute('data-loaded', loaded);
};
const show = mark(true);
const hide = mark(false);

/** The character's picture, over its initials until it has loaded, or for good if it does not. */
export const avatarView = ({ avatar, name }: Persona): TemplateResult => {
  const source = safeUrl(avatar, 'media');
  const image = html`<img
    src=${source ?? nothing}
    alt=""
    decoding="async"
    referrerpolicy="no-referrer"
    @load=${show}
    @error=${hide}
  />`;
  return html`
    <span class="avatar" part="avatar" aria-hidden="true">
      ${source ? image : nothing}
      <span class="initials">${name ? initialsOf(name) : icons.chat}</span>
    </span>
  `;
};

const presenceView = ({ conversation, strings, persona }: ChatModel) => {
  const { presence } = conversation;
  if (presence === 'unknown') return persona.title ?? nothing;
  const status = html`<span class="presence" part="status" data-presence=${presence}>
    ${strings[presence]}
  </span>`;
  return persona.title ? html`${status} <span class="title">${persona.title}</span>` : status;
};

const nameView = (model: ChatModel) => {
  if (model.state === 'loading') {
    return html`<span class="skeleton line"></span><span class="skeleton line short"></span>`;
  }
  const presence = presenceView(model);
  return html`
    <span class="name" part="name">${model.persona.name || model.strings.nameless}</span>
    ${presence === nothing ? nothing : html`<span class="about">${presence}</span>`}
  `;
};

const iconButton = (
  name: 'clear' | 'close',
  label: string,
  click: () => void,
): TemplateResult => html`
  <button
    class="icon-button"
    part="icon-button"
    type="button"
    aria-label=${label}
    title=${label}
    data-action=${name}
    @click=${click}
  >
    ${icons[name]}
  </button>
`;

/** Who one is talking to; and, once something was said, a way to forget it. */
export const headerView = (model: ChatModel, actions: ChatActions): TemplateResult => {
  const { conversation, strings, state } = model;
  const loading = state === 'loading';
  const clearable = state === 'ready' && conversation.messages.length > 0;
  const askToClear = () => actions.askToClear(true);
  return html`
    <header class="header" part="header">
      ${loading ? html`<span class="avatar skeleton"></span>` : avatarView(model.persona)}
      <div class="who">${nameView(model)}</div>
      ${clearable ? iconButton('clear', strings.clear, askToClear) : nothing}
      ${model.closable ? iconButton('close', strings.close, actions.close) : nothing}
    </header>
    ${clearable && model.clearing ? clearQuestion(model, actions) : nothing}
  `;
};

const clearQuestion = ({ strings }: ChatModel, actions: ChatActions) => html`
  <div class="question" role="group" aria-label=${strings.clearQuestion}>
    <span>${strings.clearQuestion}</span>
    <div class="answers">
      <button class="small-button" type="button" @click=${() => actions.askToClear(false)}>
        ${strings.clearCancel}
      </button>
      <button class="small-button" data-kind="danger" type="button" @click=${actions.clear}>
        ${strings.clearConfirm}
      </button>
    </div>
  </div>
`;
