import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../../ui/strings.ts';
import { isMessage, longestMessage, maySend } from './conversation.ts';
import { icons } from './icons.ts';
import { isComposing } from './keys.ts';
import type { ChatActions, ChatModel } from './view-model.ts';

/** From how many characters before the limit on the rest is shown. */
const counterFrom = 200;

const promptsView = (
  { conversation, persona, strings, state }: ChatModel,
  actions: ChatActions,
) => {
  if (state !== 'ready' || conversation.messages.length || !persona.prompts.length) return nothing;
  return html`
    <div class="prompts" part="prompts" role="group" aria-label=${strings.prompts}>
      ${persona.prompts.map(
        (it) => html`
          <button class="prompt" part="prompt" type="button" @click=${() => actions.suggest(it)}>
            ${it}
          </button>
        `,
      )}
    </div>
  `;
};

const counterView = ({ draft, strings }: ChatModel) => {
  const rest = longestMessage - draft.trim().length;
  if (rest > counterFrom) return nothing;
  return html`<span class="counter" id="counter" ?data-over=${rest < 0}>
    ${rest < 0 ? fill(strings.tooLong, { count: -rest }) : rest}
  </span>`;
};

const buttonView = (model: ChatModel, actions: ChatActions) => {
  const { conversation, strings, draft, state, now } = model;
  const loading = state === 'loading';
  // While another character loads, what may be pending is a message to the one before.
  const waits = !loading && !!conversation.pending;
  const inert = !waits && (loading || !maySend(conversation, now) || !isMessage(draft));
  const label = waits ? strings.stop : strings.send;
  return html`
    <button
      class="send"
      part="send"
      type="button"
      aria-label=${label}
      title=${label}
      aria-disabled=${inert}
      @mousedown=${
        // The composer keeps the focus, and with it a phone its keyboard.
        (event: Event) => event.preventDefault()
      }
      @click=${() => (waits ? actions.stop() : actions.send())}
    >
      ${waits ? icons.stop : icons.send}
    </button>
  `;
};

/** Suggestions, as long as nothing was said, and the place to write. */
export const composerView = (model: ChatModel, actions: ChatActions): TemplateResult => {
  const { strings, persona, draft } = model;
  const over = draft.trim().length > longestMessage;
  const input = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement) actions.type(target.value);
  };
  const keydown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    actions.send();
  };
  // The text's copy behind the field makes it as high as the text, without a script that measures.
  return html`
    ${promptsView(model, actions)}
    <div class="composer" part="composer">
      <div class="field" data-text=${draft.slice(0, longestMessage)}>
        <textarea
          part="input"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          aria-label=${fill(strings.composer, { name: persona.name || strings.nameless })}
          aria-invalid=${over}
          aria-describedby=${over ? 'counter' : nothing}
          placeholder=${strings.placeholder}
          .value=${draft}
          @input=${input}
          @keydown=${keydown}
        ></textarea>
      </div>
      ${counterView(model)} ${buttonView(model, actions)}
    </div>
  `;
};
