import type { Content } from '../content.ts';
import { ask, checkStatus, readJson, type RemoteServer } from './remote-answer.ts';
import { contentsOf } from './remote-content.ts';

/** What a server is told. Of a visitor there is nothing in it but the text. */
export interface RemoteMessage {
  readonly text: string;
  /** Already hashed. */
  readonly room: string;
  readonly user: string;
}

/**
 * Says something to an agent on a server of Eliza v0.x. These hang where their model does not answer,
 * so the signal has to bring the deadline.
 *
 * @param agent its id or its name there
 */
export const sayToV0 = async (
  server: RemoteServer,
  agent: string,
  { text, room, user }: RemoteMessage,
  signal: AbortSignal,
): Promise<readonly Content[]> => {
  const path = `/${encodeURIComponent(agent)}/message`;
  const body = { text, roomId: room, userId: user };
  const answer = await ask(server, 'POST', path, signal, body);
  await checkStatus(answer);
  return contentsOf(await readJson(answer));
};
