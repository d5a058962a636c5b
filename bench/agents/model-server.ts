import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo } from './answers.ts';

interface Completion {
  readonly messages: readonly {
    readonly role: 'system' | 'user' | 'assistant';
    readonly content: string;
  }[];
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};

const answerFor = ({ messages }: Completion): string => {
  const [system, ...turns] = messages.map(({ role, content }) => ({ role, text: content }));
  const agent = /^You are (Agent \d+)/.exec(system?.text ?? '')?.[1] ?? 'Nobody';
  const said = turns.flatMap(({ role, text }) => (role === 'system' ? [] : [{ role, text }]));
  return answerTo(agent, said.slice(0, -1), said.at(-1)?.text ?? '');
};

/** How long it thinks, in milliseconds: so that messages are under way at the same time. */
const thinking = (): number => 20 + Math.random() * 60;

/** An endpoint that is compatible with OpenAI's, and says what it was shown. */
export const startModelServer = async () => {
  const server = createServer((request, response) => {
    void (async () => {
      const answer = answerFor(JSON.parse(await bodyOf(request)) as Completion);
      await pause(thinking());
      const chunk = { choices: [{ delta: { content: answer }, finish_reason: 'stop' }] };
      response.setHeader('Content-Type', 'text/event-stream');
      response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`,
    stop: (): void => {
      server.close();
      server.closeAllConnections();
    },
  };
};
