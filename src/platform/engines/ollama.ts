import { readAtMost } from '../../http/body.ts';
import { HttpError } from '../../http/problem.ts';
import { readCharacter } from './character.ts';
import { chatMessages } from './chat-messages.ts';
import { ollamaHosts } from './ollama-hosts.ts';
import { readChatStream } from './ollama-stream.ts';
import {
  remoteReplies,
  unavailable,
  type EngineFetch,
  type Replies,
  type Reply,
  type ReplyRequest,
} from './reply-engine.ts';

/** How long a host may take to say that it is there; a model may take longer to answer. */
const probeMilliseconds = 2_000;
/** Loading a model takes up to a minute, so it stays for a visitor's whole visit. */
const keepAlive = '15m';
const longestAnswer = 1_000_000;
const longestRefusal = 64_000;

interface Endpoints {
  readonly urls: readonly string[];
  readonly reach: EngineFetch;
}

interface Host {
  readonly url: string;
  /** The first of the models that it has. */
  readonly model: string | undefined;
}

const firstModel = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || !('models' in value)) return undefined;
  if (!Array.isArray(value.models)) return undefined;
  const first: unknown = value.models[0];
  return typeof first === 'object' && first !== null && 'name' in first
    ? String(first.name)
    : undefined;
};

/** The first host that answers; a host that is down or no Ollama is passed over. */
const findHost = async ({ urls, reach }: Endpoints, signal: AbortSignal): Promise<Host> => {
  let cause: unknown;
  for (const url of urls) {
    try {
      const response = await reach(`${url}/api/tags`, {
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(probeMilliseconds)]),
      });
      if (!response.ok) throw new Error(`${url} answered ${String(response.status)}`);
      return { url, model: firstModel(await response.json()) };
    } catch (error) {
      signal.throwIfAborted();
      cause = error;
    }
  }
  throw unavailable('The reply engine cannot be reached.', cause);
};

const refused = async (response: Response, request: ReplyRequest, model: string) => {
  const body = await readAtMost(response.body, longestRefusal);
  if (response.status !== 404) {
    const said = new TextDecoder().decode(body);
    return unavailable('The reply engine is busy or failing.', said.slice(0, 500));
  }
  return request.model === undefined
    ? new HttpError(503, 'not_configured', `The reply engine has no model "${model}".`)
    : new HttpError(400, 'invalid_request', `There is no model "${model}".`);
};

const reply = async (endpoints: Endpoints, request: ReplyRequest): Promise<Reply> => {
  const { signal } = request;
  const host = await findHost(endpoints, signal);
  const character = readCharacter(request.character);
  const model = (request.model ?? character.model) || host.model;
  if (!model) {
    throw new HttpError(503, 'not_configured', 'The reply engine has no model. Run: ollama pull');
  }
  const response = await endpoints.reach(`${host.url}/api/chat`, {
    method: 'POST',
    redirect: 'error',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      model,
      messages: chatMessages(character, request.history, request.text),
      stream: true,
      // Visitors would wait for the thoughts, and not see them.
      think: false,
      keep_alive: keepAlive,
    }),
    signal,
  });
  if (!response.ok || !response.body) throw await refused(response, request, model);
  return { text: await readChatStream(response.body, longestAnswer, request.onText), model };
};

/**
 * Replies by Ollama's chat endpoint (its `docs/api.md`). The stream is asked for even where nobody
 * reads along, because then an abort stops the model at once.
 *
 * @param hosts `OLLAMA_HOST`: addresses divided by commas; for each reply the first that answers
 * @param reach how they are reached; by `fetch`, unless given
 * @throws {TypeError} for what is no address
 */
export const createOllamaReplies = (hosts: string, reach: EngineFetch = fetch): Replies => {
  const endpoints = { urls: ollamaHosts(hosts), reach };
  return remoteReplies((request) => reply(endpoints, request));
};
