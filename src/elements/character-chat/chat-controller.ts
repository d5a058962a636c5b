import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { characters } from '../../client/resources/characters.ts';
import { Connection } from '../../ui/connection.ts';
import { ElementError, failureOf, type Failure } from '../../ui/failure.ts';
import * as talk from './conversation.ts';
import { forgetHistory, historyKey, loadHistory, saveHistory } from './history.ts';
import type * as streamedReply from './streamed-reply.ts';

/** With whom, and through which proxy. */
interface Partner {
  readonly endpoint: string;
  readonly characterId: string;
}

interface ChatOptions {
  /** `undefined` for as long as nobody is there to talk to. */
  readonly partner: () => Partner | undefined;
  /** Asked before anything is sent; `false` keeps it from being sent. */
  readonly onSend: (text: string) => boolean;
  readonly onReply: (text: string) => void;
  readonly onFailure: (failure: Failure) => void;
}

let streaming: Promise<typeof streamedReply | undefined> | undefined;

/** What shows replies while they are written; without it they come at once. */
const loadStreaming = () =>
  (streaming ??= import('./streamed-reply.ts').catch(() => (streaming = undefined)));

/**
 * Holds a conversation: sends, waits, keeps it for the tab's lifetime, and counts the seconds while
 * there is something to wait for. Another partner means another conversation.
 */
export class ChatController implements ReactiveController {
  conversation: talk.Conversation = talk.conversationOf();
  /** What the visitor has written and not sent. */
  draft = '';
  /** Whether the visitor is being asked if all this is to be forgotten. */
  clearing = false;
  /** The present moment as the view should take it, in milliseconds since 1970. */
  now = Date.now();
  /** Whether something was said since the conversation was opened or restored. */
  lively = false;

  readonly #host: ReactiveControllerHost & Element;
  readonly #options: ChatOptions;
  readonly #connection: Connection;
  #partner: Partner | undefined;
  #turn: AbortController | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost & Element, options: ChatOptions) {
    this.#host = host;
    this.#options = options;
    this.#connection = new Connection(host, (signal) => {
      signal.addEventListener('abort', () => this.#leave());
      this.#tick();
    });
    host.addController(this);
  }

  hostUpdate(): void {
    const partner = this.#options.partner();
    if (!partner || (this.#partner && this.#key(partner) === this.#key(this.#partner))) return;
    this.#abandon('interrupted');
    this.#partner = partner;
    this.lively = false;
    // The question was about the conversation before.
    this.clearing = false;
    this.conversation = talk.conversationOf(loadHistory(this.#key(partner)));
    this.#tick();
  }

  type(text: string): void {
    // It should be there when it is needed.
    void loadStreaming();
    this.draft = text;
    this.#host.requestUpdate();
  }

  /** Sends the draft. */
  submit(): void {
    if (this.send(this.draft)) this.type('');
  }

  /**
   * Sends a message, if one can be sent now. `again` is the failed one that it takes the place of.
   * Gives whether it was sent.
   */
  send(text: string, again?: talk.Message): boolean {
    const partner = this.#options.partner() && this.#partner;
    if (!partner || !this.#host.isConnected) return false;
    if (!talk.maySend(this.conversation, Date.now()) || !talk.isMessage(text)) return false;
    if (!this.#options.onSend(text.trim())) return false;
    this.lively = true;
    const before = again ? talk.withoutMessage(this.conversation, again.id) : this.conversation;
    this.#become(talk.withSent(before, text, Date.now(), again?.key));
    void this.#ask(partner, text.trim());
    return true;
  }

  /** Sends a message that got no reply once more. Gives whether it was sent. */
  resend(id: number): boolean {
    const message = talk.messageOf(this.conversation, id);
    return !!message && this.send(message.text, message);
  }

  /** Takes a message back into the composer, before what is written there. */
  edit(id: number): void {
    const text = talk.messageOf(this.conversation, id)?.text ?? '';
    this.draft = this.draft.trim() ? `${text}\n${this.draft}` : text;
    this.remove(id);
  }

  /** Waits no longer. The server may have received the message all the same. */
  stop(): void {
    this.#abandon('stopped');
  }

  /** Takes a message away; not the one that waits. */
  remove(id: number): void {
    if (this.conversation.pending?.messageId === id) return;
    this.#become(talk.withoutMessage(this.conversation, id));
  }

  askToClear(ask: boolean): void {
    this.clearing = ask;
    this.#host.requestUpdate();
  }

  /** Begins anew, here and for the server. How long nothing may be sent does not change by it. */
  clear(): void {
    this.#abandon('stopped');
    const { limitedUntil } = this.conversation;
    this.conversation = { ...talk.conversationOf(), limitedUntil };
    this.clearing = false;
    if (this.#partner) forgetHistory(this.#key(this.#partner));
    this.#host.requestUpdate();
  }

  async #ask({ endpoint, characterId }: Partner, text: string): Promise<void> {
    const turn = new AbortController();
    this.#turn = turn;
    const signal = AbortSignal.any([turn.signal, this.#connection.signal]);
    const { id: conversationId, pending } = this.conversation;
    const input = { characterId, text, conversationId };
    const options = { signal, idempotencyKey: pending?.key };
    try {
      const streamed = await loadStreaming();
      const response = streamed
        ? await streamed.streamedReply(endpoint, input, options, (part) => {
            if (this.#turn === turn) this.#replies(part);
          })
        : (await characters({ base: endpoint }).response(input, options)).response;
      if (!response.trim()) {
        throw new ElementError('bad_response', 'The reply is empty.', { retryable: true });
      }
      if (this.#turn === turn) this.#replied(response);
    } catch (error) {
      if (this.#turn === turn && !signal.aborted) this.#failed(failureOf(error));
    }
  }

  /** A part is not kept: what does not come to its end may be asked for again. */
  #replies(part: string): void {
    this.conversation = talk.withPart(this.conversation, part);
    this.#host.requestUpdate();
  }

  #replied(text: string): void {
    this.#turn = undefined;
    this.#become(talk.withReply(this.conversation, text));
    this.#options.onReply(text);
  }

  #failed(failure: Failure): void {
    this.#turn = undefined;
    const { onLine } = navigator;
    this.#become(talk.withFailure(this.conversation, failure, Date.now(), onLine));
    this.#options.onFailure(failure);
  }

  #abandon(why: 'stopped' | 'interrupted'): void {
    if (!this.#turn) return;
    this.#turn.abort();
    this.#turn = undefined;
    this.#become(talk.withoutWaiting(this.conversation, why));
  }

  #leave(): void {
    this.#abandon('interrupted');
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  #become(conversation: talk.Conversation): void {
    this.conversation = conversation;
    if (this.#partner) saveHistory(this.#key(this.#partner), conversation);
    this.#tick();
  }

  /** Runs once a second while seconds matter, and not otherwise. */
  readonly #tick = (): void => {
    this.now = Date.now();
    const { conversation } = this;
    const waits = !!conversation.pending || talk.secondsToWait(conversation, this.now) > 0;
    if (waits && this.#host.isConnected) this.#clock ??= setInterval(this.#tick, 1000);
    else {
      clearInterval(this.#clock);
      this.#clock = undefined;
    }
    this.#host.requestUpdate();
  };

  #key({ endpoint, characterId }: Partner): string {
    return historyKey(endpoint, characterId);
  }
}
