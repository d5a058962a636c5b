import { expect } from 'chai';
import '../../../src/define/fae-character-chat.ts';
import type { FaeCharacterChatElement } from '../../../src/elements/character-chat/character-chat-element.ts';
import {
  axeViolations,
  find,
  fixture,
  html,
  platform,
  servers,
  state,
  until,
} from '../../support/browser.ts';

export type Chat = FaeCharacterChatElement;

/** One pixel. */
export const picture =
  'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** A chat on the page that knows its character from attributes, so that no list is asked for. */
export const knownChat = async (endpoint: string): Promise<Chat> => {
  const chat = await fixture<Chat>(
    html`<fae-character-chat
      endpoint=${endpoint}
      character-id=${'a'.repeat(24)}
      name="Mira"
      avatar=${picture}
      greeting="Hello!"
    ></fae-character-chat>`,
  );
  await state(chat, 'ready');
  return chat;
};

/** Makes a character on the real platform and gives its id. */
export const newCharacter = async (fields: Record<string, unknown> = {}): Promise<string> => {
  const { status, body } = await platform('POST', '/characters', { name: 'Test', ...fields });
  expect(status).to.equal(201);
  // The browser may keep the list for a minute; it must know the new one.
  await fetch(`${servers.endpoint}/characters`, { cache: 'reload' });
  return String(body['id']);
};

/** A chat on the page, with the real character, ready to be used. */
export const chatWith = async (characterId: string): Promise<Chat> => {
  const chat = await fixture<Chat>(
    html`<fae-character-chat
      endpoint=${servers.endpoint}
      character-id=${characterId}
    ></fae-character-chat>`,
  );
  await state(chat, 'ready');
  return chat;
};

export const composer = (chat: Chat) => find<HTMLTextAreaElement>(chat, 'textarea');

export const type = async (chat: Chat, text: string): Promise<void> => {
  const field = composer(chat);
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await chat.updateComplete;
};

export const press = (target: Element, key: string, more: KeyboardEventInit = {}): boolean =>
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }),
  );

/** Types a message and sends it. */
export const say = async (chat: Chat, text: string): Promise<void> => {
  await type(chat, text);
  press(composer(chat), 'Enter');
  await chat.updateComplete;
};

const texts = (chat: Chat, selector: string): string[] =>
  [...(chat.shadowRoot?.querySelectorAll(selector) ?? [])].map((it) =>
    it.textContent.replace(/\s+/g, ' ').trim(),
  );

/** What the bubbles of one side say. */
export const bubbles = (chat: Chat, from: 'visitor' | 'character'): string[] =>
  texts(chat, `[data-from="${from}"] .bubble:not(.typing)`);

export const announced = (chat: Chat): string => texts(chat, '[role="status"]').join('');

export const obstacle = (chat: Chat): string => texts(chat, '.obstacle p').join(' | ');

/** The visible button with this label. */
export const button = (chat: Chat, label: string): HTMLButtonElement => {
  const all = chat.shadowRoot?.querySelectorAll('button') ?? [];
  const found = [...all].find(
    (it) => (it.ariaLabel ?? it.textContent.trim()) === label && it.checkVisibility(),
  );
  if (!found) throw new Error(`no button is called ${label}`);
  return found;
};

/** Waits until a reply has come, or the message has failed. */
export const turnEnds = async (chat: Chat): Promise<void> => {
  await chat.updateComplete;
  await until(() => !chat.shadowRoot?.querySelector('.typing'), 'the turn to end');
};

/** What axe finds once everything has arrived: what is half transparent has no contrast yet. */
export const violations = async (chat: Chat): Promise<string[]> => {
  const moves = chat.shadowRoot?.getAnimations() ?? [];
  const finite = moves.filter((it) => it.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(finite.map((it) => it.finished.catch(() => undefined)));
  return axeViolations(chat);
};
