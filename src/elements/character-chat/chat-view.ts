import { html, type TemplateResult } from 'lit';
import { composerView } from './composer-view.ts';
import { headerView } from './header-view.ts';
import { logView } from './log-view.ts';
import type { ChatActions, ChatModel } from './view-model.ts';

/** The whole chat: who, what was said, where to write. */
export const chatView = (model: ChatModel, actions: ChatActions): TemplateResult => html`
  ${headerView(model, actions)} ${logView(model, actions)} ${composerView(model, actions)}
`;
