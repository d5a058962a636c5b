import { engineMode, type Env } from './mode.ts';
import { createOllamaReplies } from './ollama.ts';
import { createOpenAiReplies } from './openai.ts';
import type { Replies } from './reply-engine.ts';
import { scriptedReplies } from './scripted.ts';

export type { Replies, Reply, ReplyRequest, ReplyTurn } from './reply-engine.ts';

/**
 * The engine that writes characters' replies: Ollama where `OLLAMA_HOST` names it, else what
 * `OPENAI_BASE_URL` names, else the built-in scripted responder. What is configured and down is never
 * stood in for.
 *
 * @param options `env`: `FAE_REPLIES` = auto, off or test, and the engines' own variables; `standIns`:
 * whether `auto` may use the scripted responder
 * @returns `undefined` where replies are not configured
 * @throws {TypeError} for a setting that cannot be meant
 */
export const createReplies = (options: { env: Env; standIns: boolean }): Replies | undefined => {
  const { env, standIns } = options;
  const mode = engineMode(env, 'FAE_REPLIES');
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const hosts = given('OLLAMA_HOST');
  // A key alone means nothing: many have one in their environment for other programs.
  const baseUrl = given('OPENAI_BASE_URL');
  if (mode === 'off') return undefined;
  if (mode === 'auto' && hosts) return createOllamaReplies(hosts);
  if (mode === 'auto' && baseUrl) {
    const [key, model] = [given('OPENAI_API_KEY'), given('OPENAI_MODEL')];
    return createOpenAiReplies({ baseUrl, key, model });
  }
  return mode === 'test' || standIns ? scriptedReplies : undefined;
};
