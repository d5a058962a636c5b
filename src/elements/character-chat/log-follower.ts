import type { LitElement, ReactiveController } from 'lit';
import type { ChatController } from './chat-controller.ts';
import { shownMessages } from './conversation.ts';
import { StickToEnd } from './stick-to-end.ts';

/** Moves the log to what was said last, unless the visitor is reading further up. */
export class LogFollower implements ReactiveController {
  readonly #host: LitElement;
  readonly #chat: ChatController;
  readonly #onNews: () => void;
  #shown: { readonly id: string; readonly newest: number } | undefined;
  /** Whether the latest reply is higher than the list, and was shown from its beginning. */
  #fromBeginning = false;
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
    const { id, lastId, pending } = conversation;
    // A reply is the same message while it is written and when it is done.
    const newest = lastId + (pending?.text ? 1 : 0);
    const grows = id === this.#shown?.id && newest === this.#shown.newest;
    if (!log || (grows && !pending?.text)) return;
    if (!grows) {
      this.#shown = { id, newest };
      this.#fromBeginning = false;
    }
    const latest = shownMessages(conversation).at(-1);
    if (latest && !grows) this.#onNews();
    const item = root.querySelector<HTMLElement>(`[data-id="${latest?.id}"]`);
    if (latest?.from === 'visitor' || !lively) this.toEnd();
    else if (item && !this.#follow(item)) this.unseen = true;
  }

  /** Shows a reply that may still grow; once its beginning is at the top, it is left to the reader. */
  #follow(item: HTMLElement): boolean {
    if (this.#fromBeginning) return this.#scroll.pinned;
    const isShown = this.#scroll.reveal(item);
    this.#fromBeginning = isShown && !this.#scroll.pinned;
    return isShown;
  }
}
