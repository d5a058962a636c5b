import { engineMode, type Env } from './mode.ts';
import { createOllamaReplies } from './ollama.ts';
import type { Replies } from './reply-engine.ts';
import { scriptedReplies } from './scripted.ts';

export type { Replies, ReplyRequest, ReplyTurn } from './reply-engine.ts';

/**
 * The engine that writes characters' replies: Ollama where `OLLAMA_HOST` names it, else the built-in
 * scripted responder.
 *
 * @param options `env`: `FAE_REPLIES` = auto, off or test, and `OLLAMA_HOST`; `standIns`: whether
 * `auto` may use the scripted responder
 * @returns `undefined` where replies are not configured
 */
export const createReplies = (options: { env: Env; standIns: boolean }): Replies | undefined => {
  const mode = engineMode(options.env, 'FAE_REPLIES');
  const hosts = options.env['OLLAMA_HOST']?.trim();
  if (mode === 'off') return undefined;
  if (mode === 'auto' && hosts) return createOllamaReplies(hosts);
  return mode === 'test' || options.standIns ? scriptedReplies : undefined;
};
