import { HttpError } from '../../http/problem.ts';

export interface ReplyTurn {
  role: 'user' | 'assistant';
  text: string;
}

export interface ReplyRequest {
  /** The character's record. */
  character: Record<string, unknown>;
  /** What the visitor says now. */
  text: string;
  /** Overrides the character's own model. */
  model?: string;
  /** What was said before, oldest first. */
  history: readonly ReplyTurn[];
  signal: AbortSignal;
  /**
   * Takes the reply piece by piece, as it is written; put together the pieces are the text that is
   * returned. An engine that writes all of it at once does not call it.
   */
  onText?: (piece: string) => void;
}

/** How an engine reaches its endpoint: `fetch`, or what stands for it where a user gave the address. */
export type EngineFetch = (
  url: string,
  init?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly redirect?: 'error';
    readonly signal?: AbortSignal;
  },
) => Promise<Response>;

/** What a character says, as Markdown, and the model that wrote it. */
export interface Reply {
  text: string;
  model: string;
}

export interface Replies {
  /**
   * Answers a visitor in the character's voice.
   *
   * @throws {HttpError} 503 `unavailable` where the engine cannot answer, 503 `timeout` where it does
   * not come to an end, 503 `not_configured` where it has no model or refuses the key, 400
   * `invalid_request` for a `model` that it does not have
   * @throws the signal's reason, once it aborts; the work has then been stopped
   */
  reply(request: ReplyRequest): Promise<Reply>;
}

export const unavailable = (message: string, cause?: unknown): HttpError =>
  new HttpError(503, 'unavailable', message, { cause });

/**
 * For the whole of a reply, in milliseconds. Whoever asks may wait for less; this is so that an engine
 * which never ends does not write for nobody.
 */
const longestReply = 120_000;

/** An engine that is reached over the network: its work bounded, its failures as `Replies` has them. */
export const remoteReplies = (
  write: (request: ReplyRequest) => Promise<Reply>,
  longest = longestReply,
): Replies => ({
  reply: async (request) => {
    request.signal.throwIfAborted();
    // Not `AbortSignal.timeout`, which would hold on to every request until its time is over.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), longest);
    try {
      const signal = AbortSignal.any([request.signal, deadline.signal]);
      return await write({ ...request, signal });
    } catch (error) {
      request.signal.throwIfAborted();
      if (deadline.signal.aborted) {
        throw new HttpError(503, 'timeout', 'The reply engine took too long.', { cause: error });
      }
      if (error instanceof HttpError) throw error;
      throw unavailable('The reply engine cannot be reached, or broke off.', error);
    } finally {
      clearTimeout(timer);
    }
  },
});
