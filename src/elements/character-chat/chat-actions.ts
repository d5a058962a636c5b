import type { LitElement } from 'lit';
import type { ChatController } from './chat-controller.ts';
import { focusInside, focusOn } from './focus.ts';
import type { LogFollower } from './log-follower.ts';
import type { ChatActions } from './view-model.ts';

/** Milliseconds in which a second click on Send is not yet one on Stop, which takes its place. */
const doubleClick = 400;

/** What the views' buttons do, and where the focus goes when the button itself goes away. */
export const chatActions = (
  element: LitElement & { close(): void },
  loader: { retry(): void },
  chat: ChatController,
  log: LogFollower,
): ChatActions => ({
  type: (text) => chat.type(text),
  send: () => chat.submit(),
  suggest: (text) => {
    if (chat.send(text)) focusInside(element);
  },
  stop: () => {
    const since = chat.conversation.pending?.since ?? 0;
    if (Date.now() - since > doubleClick) chat.stop();
  },
  resend: (id) => {
    if (chat.resend(id)) focusInside(element);
  },
  edit: (id) => {
    chat.edit(id);
    focusOn(element, 'textarea');
  },
  remove: (id) => {
    chat.remove(id);
    focusInside(element);
  },
  askToClear: (ask) => {
    chat.askToClear(ask);
    if (ask) focusOn(element, '.question button');
    else focusInside(element);
  },
  clear: () => {
    chat.clear();
    focusInside(element);
  },
  toEnd: () => {
    log.toEnd();
    focusOn(element, '.log');
  },
  close: () => element.close(),
  retry: () => {
    loader.retry();
    focusInside(element);
  },
});
