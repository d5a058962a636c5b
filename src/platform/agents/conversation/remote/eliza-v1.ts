import { eventData } from '../../../../api/event-stream.ts';
import { object, text } from '../../../../api/read.ts';
import { boundedMap } from '../../../../http/bounded-map.ts';
import { mediaType } from '../../../../http/headers.ts';
import { HttpError } from '../../../../http/problem.ts';
import type { OutboundAnswer } from '../../../outbound.ts';
import type { Content } from '../content.ts';
import type { RemoteMessage } from './eliza-v0.ts';
import { ask, badUpstream, checkStatus, readJson, type RemoteServer } from './remote-answer.ts';
import { contentOf } from './remote-content.ts';

const sessionsPath = '/api/messaging/sessions';
/** What a server takes of one message. */
const longestContent = 4_000;
const mostSessions = 10_000;
/** A server forgets a session after half an hour by itself. */
const sessionMilliseconds = 12 * 60 * 60 * 1000;
const longestStream = 1024 * 1024;

/** Answers that say that the session is over, or was never there. */
const lost: ReadonlySet<number> = new Set([404, 410]);

type Transport = 'http' | 'sse';

const parsed = (data: string): Record<string, unknown> | undefined => {
  try {
    return object(JSON.parse(data));
  } catch {
    return undefined;
  }
};

/** The pieces of an answer, and in the end the whole of it. */
const readEvents = async (body: OutboundAnswer['body']): Promise<Content[]> => {
  let pieces = '';
  try {
    for await (const data of eventData(body, longestStream)) {
      const event = parsed(data);
      if (!event) throw badUpstream('sends events that cannot be read');
      if ('error' in event) throw badUpstream('says that its agent has failed');
      if ('chunk' in event) pieces += text(event['chunk']) ?? '';
      // What it was told comes back first.
      else if ('text' in event) return [contentOf(event)];
    }
  } catch (error) {
    if (error instanceof RangeError) throw badUpstream(`sends more than ${longestStream} bytes`);
    throw error;
  }
  if (pieces !== '') return [{ text: pieces }];
  throw badUpstream('broke off in the middle of its answer');
};

const readReply = async (answer: OutboundAnswer): Promise<Content[]> => {
  if (mediaType(answer.headers) === 'text/event-stream') return readEvents(answer.body);
  const reply = object(await readJson(answer));
  const content = reply?.['agentResponse'];
  // Earlier ones answer over a socket alone.
  if (content === undefined) throw badUpstream('does not answer over HTTP');
  return content === null ? [] : [contentOf(content)];
};

/**
 * Conversations with agents on servers of Eliza v1.x, through their sessions. A room has one session,
 * which this process remembers; where the server has forgotten it, there is another one.
 */
export const createElizaV1 = (now: () => number) => {
  const sessions = boundedMap<string>({ capacity: mostSessions, now });
  /** Servers that take messages, but do not answer them at once. */
  const streaming = boundedMap<true>({ capacity: 1_000, now });

  const newSession = async (
    server: RemoteServer,
    agentId: string,
    userId: string,
    signal: AbortSignal,
  ): Promise<string> => {
    const answer = await ask(server, 'POST', sessionsPath, signal, { agentId, userId });
    await checkStatus(answer);
    const fields = object(await readJson(answer));
    const id = text(fields?.['sessionId']) ?? text(object(fields?.['data'])?.['sessionId']);
    if (id && id.length <= 200) return id;
    throw badUpstream('opens no session');
  };

  const send = (
    server: RemoteServer,
    session: string,
    content: string,
    transport: Transport,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> => {
    const path = `${sessionsPath}/${encodeURIComponent(session)}/messages`;
    return ask(server, 'POST', path, signal, { content, transport });
  };

  /** Asks for the whole answer; from a server that does not take that, for a stream. */
  const sendEither = async (
    server: RemoteServer,
    session: string,
    content: string,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> => {
    if (!streaming.get(server.base)) {
      const answer = await send(server, session, content, 'http', signal);
      if (answer.status !== 400) return answer;
      await answer.body.cancel();
    }
    const answer = await send(server, session, content, 'sse', signal);
    if (answer.status < 400) streaming.set(server.base, true, sessionMilliseconds);
    return answer;
  };

  return {
    /** @param agent its id there */
    say: async (
      server: RemoteServer,
      agent: string,
      message: RemoteMessage,
      signal: AbortSignal,
    ): Promise<readonly Content[]> => {
      if (message.text.length > longestContent) {
        const most = `The agent’s server takes at most ${longestContent} characters.`;
        throw new HttpError(400, 'invalid_request', most);
      }
      const name = JSON.stringify([server.base, agent, message.room]);
      const open = async (): Promise<string> => {
        const session = await newSession(server, agent, message.user, signal);
        sessions.set(name, session, sessionMilliseconds);
        return session;
      };
      const known = sessions.get(name)?.value;
      let answer = await sendEither(server, known ?? (await open()), message.text, signal);
      if (known !== undefined && lost.has(answer.status)) {
        await answer.body.cancel();
        answer = await sendEither(server, await open(), message.text, signal);
      }
      await checkStatus(answer);
      return readReply(answer);
    },
  };
};
