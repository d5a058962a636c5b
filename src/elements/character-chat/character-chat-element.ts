import { html, LitElement } from 'lit';
import type { Character } from '../../client/index.ts';
import { resolveEndpoint } from '../../ui/endpoint.ts';
import { jsonAttribute } from '../../ui/json-attribute.ts';
import { LoadController, type ElementState } from '../../ui/load-controller.ts';
import { mergeStrings } from '../../ui/strings.ts';
import { announcementOf } from './announcement.ts';
import * as events from './character-chat.events.ts';
import { styles } from './character-chat.styles.ts';
import { loadCharacter, needsRecord, personaOf } from './character.ts';
import { chatActions } from './chat-actions.ts';
import { ChatController } from './chat-controller.ts';
import { chatView } from './chat-view.ts';
import { FocusKeeper, focusInside, focusOn } from './focus.ts';
import { icons } from './icons.ts';
import { isComposing } from './keys.ts';
import { LazyParts } from './lazy-parts.ts';
import { LogFollower } from './log-follower.ts';
import { chatStrings, type ChatStrings } from './strings.ts';
import type { ChatModel } from './view-model.ts';

/**
 * A conversation with one of the workspace's characters, on the page or behind a floating button.
 *
 * @summary Chat with a character
 * @example
 * <fae-character-chat character-id="64b1f0c2a1b2c3d4e5f60718">
 *   <a href="/contact">Write to us</a>
 * </fae-character-chat>
 *
 * @slot - Shown while JavaScript is off and when the character cannot be loaded
 * @slot launcher - The floating button's content, in place of its icon
 * @event fae-ready - The visitor can write
 * @event fae-error - The character could not be loaded
 * @event fae-character-chat-send - Cancelable; a message is about to be sent: `text`
 * @event fae-character-chat-reply - The character replied: `text`
 * @event fae-character-chat-error - A message got no reply: `code`, `message`, `retryable`
 * @csspart chat - The chat
 * @csspart header - The line with the character's picture and name
 * @csspart avatar - The character's picture
 * @csspart name - The character's name
 * @csspart status - Whether the character is awake
 * @csspart icon-button - The buttons of the header
 * @csspart log - The list of messages
 * @csspart message - Every message; also `message-visitor` or `message-character`
 * @csspart message-error - Why a message got no reply
 * @csspart code - A block of code in a reply
 * @csspart typing - The sign that the character is writing
 * @csspart new-messages - The button that leads to what came in meanwhile
 * @csspart prompts - The suggestions
 * @csspart prompt - One suggestion
 * @csspart composer - The place to write
 * @csspart input - The text field
 * @csspart send - The button that sends, or stops waiting
 * @csspart launcher - The floating button
 * @csspart panel - What the floating button opens
 * @csspart error - The notice that the character could not be loaded
 * @csspart retry - Its button
 * @cssproperty --fae-character-chat-height - Height; min(560px, 80dvh)
 * @cssproperty --fae-character-chat-width - Width of the floating panel; 400px
 * @cssproperty --fae-character-chat-inset - Distance of the floating button from the corner; 20px
 * @cssproperty --fae-character-chat-z-index - Of floating button and panel; 1000
 */
export class FaeCharacterChatElement extends LitElement {
  static override styles = styles;

  static override properties = {
    endpoint: {},
    characterId: { attribute: 'character-id' },
    name: {},
    avatar: {},
    greeting: {},
    prompts: { ...jsonAttribute },
    layout: { reflect: true, useDefault: true },
    strings: { ...jsonAttribute },
    state: { reflect: true },
    _isOpen: { state: true },
    _wasOpened: { state: true },
  };

  /** The proxy's address. */
  declare endpoint: string | undefined;
  /** The character's id: 24 hexadecimal digits. */
  declare characterId: string | undefined;
  /** The name to show, in place of the character's own. */
  declare name: string | undefined;
  /** The address of the picture to show, in place of the character's own. */
  declare avatar: string | undefined;
  /** What the character says by itself, in place of its own greeting. */
  declare greeting: string | undefined;
  /** Suggestions for the visitor's first message, in place of the character's own; at most six. */
  declare prompts: readonly string[] | undefined;
  /** `inline`: on the page. `launcher`: behind a floating button; nothing is loaded until then. */
  declare layout: 'inline' | 'launcher';
  /** Texts to use in place of the English ones. */
  declare strings: Partial<ChatStrings> | undefined;
  /** How the character stands; to be read only. */
  declare state: ElementState;

  declare private _isOpen: boolean;
  declare private _wasOpened: boolean;

  readonly #loader = new LoadController<
    readonly [string | undefined, string, boolean],
    { endpoint: string; characterId: string; character: Character | undefined }
  >(this, {
    key: () =>
      this.characterId && (this.layout !== 'launcher' || this._wasOpened)
        ? [this.endpoint, this.characterId, needsRecord(this)]
        : undefined,
    load: async ([own, characterId, asks], signal) => {
      const endpoint = resolveEndpoint(own);
      const character = asks ? await loadCharacter(endpoint, characterId, signal) : undefined;
      return { endpoint, characterId, character };
    },
  });

  readonly #chat = new ChatController(this, {
    partner: () => this.#loader.value,
    onSend: (text) => this.dispatchEvent(new events.FaeCharacterChatSendEvent(text)),
    onReply: (text) => this.dispatchEvent(new events.FaeCharacterChatReplyEvent(text)),
    onFailure: (failure) => this.dispatchEvent(new events.FaeCharacterChatErrorEvent(failure)),
  });

  readonly #parts = new LazyParts(this, styles);

  readonly #log = new LogFollower(this, this.#chat, () => this.#parts.needMarkdown());

  readonly #actions = chatActions(this, this.#loader, this.#chat, this.#log);

  constructor() {
    super();
    this.layout = 'inline';
    this.state = 'idle';
    this._isOpen = false;
    this._wasOpened = false;
    new FocusKeeper(this);
  }

  /** Opens the panel of `layout="launcher"` and moves the focus into it. */
  open(): void {
    this._isOpen = true;
    this._wasOpened = true;
    this.#log.unseen = false;
    focusInside(this);
  }

  /** Closes the panel of `layout="launcher"`. What was said stays, and a reply may still come. */
  close(): void {
    this._isOpen = false;
    if (this.shadowRoot?.activeElement) focusOn(this, '.launcher');
  }

  /** Sends a message in the visitor's name; nothing happens while another one waits for its reply. */
  send(text: string): void {
    this.#chat.send(text);
  }

  /** Forgets the conversation, here and for the server. */
  clear(): void {
    this.#chat.clear();
  }

  get #isLauncher(): boolean {
    return this.layout === 'launcher';
  }

  get #model(): ChatModel {
    const { conversation, now, draft, clearing } = this.#chat;
    return {
      persona: personaOf(this, this.#loader.value?.character),
      strings: mergeStrings(chatStrings, this.strings),
      conversation,
      now,
      draft,
      clearing,
      state: this.state,
      failure: this.#loader.failure,
      unseen: this.#log.unseen,
      closable: this.#isLauncher,
      markdown: this.#parts.markdown?.markdownView,
    };
  }

  protected override render(): unknown {
    const model = this.#model;
    const speaks = this.state === 'ready' && this.#chat.lively;
    return html`
      ${this.#isLauncher ? this.#launcher(model) : this.#content(model)}
      <p class="visually-hidden" role="status">${speaks ? announcementOf(model) : ''}</p>
    `;
  }

  #launcher(model: ChatModel): unknown {
    const launcher = this.#parts.launcher?.launcherView;
    if (!launcher) this.#parts.needLauncher();
    return launcher?.({
      model,
      open: this._isOpen,
      content: this._wasOpened && this.#content(model),
      icon: this._isOpen ? icons.close : icons.chat,
      toggle: () => (this._isOpen ? this.close() : this.open()),
    });
  }

  #content(model: ChatModel): unknown {
    if (this.state === 'idle' && !this.#isLauncher) return html`<slot></slot>`;
    const view = chatView(model, this.#actions);
    return html`<div class="chat" part="chat" @keydown=${this.#escape}>${view}</div>`;
  }

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposing(event) || event.defaultPrevented) return;
    if (this.#chat.clearing) this.#actions.askToClear(false);
    else if (this.#isLauncher) this.close();
  };
}
