import { html, nothing, type TemplateResult } from 'lit';
import { failureView } from '../../ui/failure-view.ts';
import { composerView } from './composer-view.ts';
import { headerView } from './header-view.ts';
import { logView } from './log-view.ts';
import type { ChatActions, ChatModel } from './view-model.ts';

/** Why nobody can be written to; what can be closed has its header even so. */
const absenceView = (model: ChatModel, actions: ChatActions) => {
  const { state, closable } = model;
  const reason = failureView({ ...model, retry: actions.retry });
  return html`
    ${closable ? headerView(model, actions) : nothing}
    <div class="absence">${state === 'idle' ? html`<slot></slot>` : reason}</div>
  `;
};

/** The whole chat: who, what was said, where to write. */
export const chatView = (model: ChatModel, actions: ChatActions): TemplateResult =>
  model.state === 'ready' || model.state === 'loading'
    ? html`
        ${headerView(model, actions)} ${logView(model, actions)} ${composerView(model, actions)}
      `
    : html`${absenceView(model, actions)}`;
