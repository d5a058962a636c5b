import { object, text } from '../../api/read.ts';
import { readAtMost } from '../../http/body.ts';
import { mediaType } from '../../http/headers.ts';
import { HttpError } from '../../http/problem.ts';
import { readCharacter } from './character.ts';
import { chatMessages } from './chat-messages.ts';
import { readCompletion } from './openai-stream.ts';
import {
  remoteReplies,
  unavailable,
  type EngineFetch,
  type Replies,
  type Reply,
  type ReplyRequest,
} from './reply-engine.ts';

/** In bytes: a chunk of a few letters comes in some three hundred. */
const longestAnswer = 4_000_000;
const longestList = 1_000_000;
const longestRefusal = 64_000;

export interface OpenAiOptions {
  /** `OPENAI_BASE_URL`, with the version: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** `OPENAI_API_KEY`; servers of one's own often need none. */
  readonly key?: string | undefined;
  /** `OPENAI_MODEL`: who answers for characters without a model of their own. */
  readonly model?: string | undefined;
  /** What the key is called; `OPENAI_API_KEY`, unless given. */
  readonly keyName?: string | undefined;
  /** How it is reached; by `fetch`, unless given. */
  readonly reach?: EngineFetch | undefined;
}

interface Endpoint {
  /** Without a slash at the end. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string | undefined;
  readonly keyName: string;
  readonly reach: EngineFetch;
}

const endpointOf = (options: OpenAiOptions): Endpoint => {
  const { baseUrl, key, model, keyName = 'OPENAI_API_KEY', reach = fetch } = options;
  const url = URL.parse(baseUrl);
  const isUsable =
    url &&
    /^https?:$/.test(url.protocol) &&
    !url.username &&
    !url.password &&
    !/[?#]/.test(baseUrl);
  if (!isUsable) {
    throw new TypeError('OPENAI_BASE_URL must be an http(s) URL without credentials, "?" or "#".');
  }
  // `fetch` would quote a key that makes no header.
  if (key && !/^[\x21-\x7e]+$/.test(key)) {
    throw new TypeError(`${keyName} contains a space, a line break or another odd character.`);
  }
  return {
    base: url.href.replace(/\/+$/, ''),
    headers: key ? { Authorization: `Bearer ${key}` } : {},
    model,
    keyName,
    reach,
  };
};

const jsonIn = async (response: Response, limit: number): Promise<unknown> => {
  try {
    const bytes = await readAtMost(response.body, limit);
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

/** Seconds to wait, in either of the header's two forms; an hour at most. */
const retryAfter = (header: string | null): number | undefined => {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), 3600) : undefined;
};

const busy = ({ headers, status }: Response, cause: Error): HttpError => {
  const wait =
    status === 429 || status === 503 ? retryAfter(headers.get('Retry-After')) : undefined;
  return new HttpError(503, 'unavailable', 'The reply engine is busy or failing.', {
    ...(wait !== undefined && {
      headers: { 'Retry-After': String(wait) },
      extra: { retryAfter: wait },
    }),
    cause,
  });
};

/** What is kept of a refusal: its words may quote the key and what the visitor has said. */
const reasonIn = async (response: Response): Promise<Error> => {
  const body = object(await jsonIn(response, longestRefusal));
  const code = text(object(body?.['error'])?.['code']) ?? '';
  const said = /^[\w.-]{1,64}$/.test(code) ? `, ${code}` : '';
  return new Error(`The endpoint answered with status ${response.status}${said}.`);
};

const refused = async (
  { keyName }: Endpoint,
  response: Response,
  model: string,
  isWish: boolean,
): Promise<HttpError> => {
  const { status } = response;
  const cause = await reasonIn(response);
  if (status === 401 || status === 403) {
    const message = `The reply engine does not take the key. Check ${keyName}.`;
    return new HttpError(503, 'not_configured', message, { cause });
  }
  if (status !== 404) return busy(response, cause);
  return isWish
    ? new HttpError(400, 'invalid_request', `There is no model "${model}".`, { cause })
    : new HttpError(503, 'not_configured', `The reply engine has no model "${model}".`, { cause });
};

/** The first model that the endpoint lists: right for a server of one's own, which has one. */
const firstModel = async (endpoint: Endpoint, signal: AbortSignal) => {
  const { base, headers, reach } = endpoint;
  const response = await reach(`${base}/models`, { headers, redirect: 'error', signal });
  if (!response.ok) throw await refused(endpoint, response, '', false);
  const models = object(await jsonIn(response, longestList))?.['data'];
  const first = text(object(Array.isArray(models) ? models[0] : undefined)?.['id']);
  if (first) return first;
  throw new HttpError(503, 'not_configured', 'The reply engine lists no model. Set OPENAI_MODEL.');
};

const reply = async (endpoint: Endpoint, request: ReplyRequest): Promise<Reply> => {
  const { signal, onText } = request;
  const character = readCharacter(request.character);
  const chosen = (request.model ?? character.model) || endpoint.model;
  const model = chosen || (await firstModel(endpoint, signal));
  const response = await endpoint.reach(`${endpoint.base}/chat/completions`, {
    method: 'POST',
    // A redirect would take the key to wherever it points.
    redirect: 'error',
    headers: {
      ...endpoint.headers,
      'Content-Type': 'application/json',
      Accept: 'text/event-stream',
    },
    body: JSON.stringify({
      model,
      messages: chatMessages(character, request.history, request.text),
      stream: true,
    }),
    signal,
  });
  if (!response.ok) throw await refused(endpoint, response, model, request.model !== undefined);
  if (!response.body || mediaType(response.headers) !== 'text/event-stream') {
    await response.body?.cancel();
    throw unavailable('The reply engine does not stream its answers.');
  }
  return { text: await readCompletion(response.body, longestAnswer, onText), model };
};

/**
 * Replies by an endpoint that is compatible with OpenAI's chat completions: OpenAI's own, and those of
 * vLLM, llama.cpp, LM Studio, OpenRouter and others. The key goes to this address and nowhere else.
 *
 * @param longest for the whole of a reply, in milliseconds
 * @throws {TypeError} for an address or a key that cannot be meant; it quotes neither
 */
export const createOpenAiReplies = (options: OpenAiOptions, longest?: number): Replies => {
  const endpoint = endpointOf(options);
  return remoteReplies((request) => reply(endpoint, request), longest);
};
