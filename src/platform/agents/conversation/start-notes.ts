import type { Env } from '../../engines/mode.ts';
import { priorities, type LogLine } from '../../store/agent-logs.ts';
import type { Character } from '../character-file/character.ts';
import { chooseEngine, modelWishOf } from './engine-choice.ts';
import { providerNameOf, providers } from './providers.ts';

/** What an agent does by itself here: it is talked to through its API. */
const runHere: ReadonlySet<string> = new Set(['direct', 'bootstrap', 'sql', 'local-ai']);

const shortName = (name: string): string =>
  name.replace(/^@[\w-]+\//, '').replace(/^(?:plugin|client)-/, '');

const notRun = (character: Character): string[] =>
  [...new Set([...character.clients, ...character.plugins].map(shortName))]
    .filter((name) => name !== providerNameOf(character))
    .filter(
      (name) => name !== '' && !runHere.has(name) && !providers.has(name) && name !== 'ollama',
    );

/** What an agent's log says when it starts: who answers, and what of its character file is left out. */
export const startNotes = (
  character: Character,
  settings: Readonly<Record<string, string>>,
  platform: { readonly env: Env; readonly standIns: boolean },
): LogLine[] => {
  const lines: LogLine[] = [];
  const chosen = chooseEngine(modelWishOf(character), settings, platform);
  const others = notRun(character);
  if (!chosen) {
    const message = `No reply engine is configured for ${providerNameOf(character) ?? 'this agent'}: messages are refused.`;
    lines.push({ priority: priorities.error, message });
  } else if (chosen.standsInFor !== undefined) {
    const message = `Not configured here: ${chosen.standsInFor}. The built-in scripted responder answers in its place.`;
    lines.push({ priority: priorities.warning, message });
  }
  if (others.length > 0) {
    const message = `Not run on this platform: ${others.join(', ')}. The agent answers through its API only.`;
    lines.push({ priority: priorities.warning, message });
  }
  return lines;
};
