import type { LitElement, ReactiveController } from 'lit';
import type { ChatController } from './chat-controller.ts';
import type { Conversation } from './conversation.ts';
import { StickToEnd } from './stick-to-end.ts';

/** Moves the log to what was said last, unless the visitor is reading further up. */
export class LogFollower implements ReactiveController {
  readonly #host: LitElement;
  readonly #chat: ChatController;
  readonly #onNews: () => void;
  #shown: Pick<Conversation, 'id' | 'lastId'> | undefined;
  #unseen = false;

  readonly #scroll = new StickToEnd(() => {
    if (this.#scroll.pinned) this.unseen = false;
  });

  /** `onNews` is called when there is a message that was not there before. */
  constructor(host: LitElement, chat: ChatController, onNews: () => void) {
    this.#host = host;
    this.#chat = chat;
    this.#onNews = onNews;
    host.addController(this);
  }

  /** Whether something new came below what the reader sees. */
  get unseen(): boolean {
    return this.#unseen;
  }

  set unseen(unseen: boolean) {
    if (unseen === this.#unseen) return;
    this.#unseen = unseen;
    this.#host.requestUpdate();
  }

  toEnd(): void {
    this.#scroll.toEnd();
  }

  hostUpdated(): void {
    const root = this.#host.renderRoot;
    const log = root.querySelector<HTMLElement>('.log[aria-busy="false"]');
    this.#scroll.attach(log);
    const { conversation, lively } = this.#chat;
    const { id, lastId, messages } = conversation;
    if (!log || (id === this.#shown?.id && lastId === this.#shown.lastId)) return;
    this.#shown = conversation;
    const latest = messages.at(-1);
    if (latest) this.#onNews();
    const item = root.querySelector<HTMLElement>(`[data-id="${latest?.id}"]`);
    if (latest?.from === 'visitor' || !lively) this.toEnd();
    else if (item && !this.#scroll.reveal(item)) this.unseen = true;
  }
}
