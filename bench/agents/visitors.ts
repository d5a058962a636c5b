import type { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isAnswerTo, answerTo, type Turn } from './answers.ts';
import { Broken, send, type Answer } from './ask.ts';
import type { Published } from './published.ts';

/** What has become of visitors' messages. */
export interface Talk {
  /** Milliseconds until the answer, for each that was answered. */
  readonly answered: number[];
  /** The platform said that there will be no answer, and why. */
  readonly refused: string[];
  /** The connection was. */
  readonly broken: string[];
  /** Nothing came. */
  readonly lost: string[];
  /** An answer of another room, or of one that has forgotten what was said. */
  readonly wrong: string[];
}

export const newTalk = (): Talk => ({ answered: [], refused: [], broken: [], lost: [], wrong: [] });

export interface TalkOptions {
  readonly connections: Agent;
  /** The platform to be asked next. */
  readonly platform: () => string;
  readonly agents: readonly Published[];
  readonly visitors: number;
  /** Between an answer and the next message of the same visitor, in milliseconds. */
  readonly rest: number;
  /** So that the same visitors can come again to other rooms. */
  readonly name?: string;
}

const contentIn = ({ text }: Answer): string => {
  const contents = JSON.parse(text) as readonly { readonly text?: string }[];
  return contents.length === 1 ? (contents[0]?.text ?? '') : `${String(contents.length)} contents`;
};

/** A visitor's conversation with one agent, in a room that no other agent's visitor can see. */
const conversation = (
  { connections, platform }: TalkOptions,
  agent: Published,
  visitor: string,
) => {
  let turns: Turn[] = [];
  /** Whether it was remembered what was said when the connection broke. */
  let doubtful: Turn[] | undefined;
  const headers = { 'x-agent-token': agent.token };

  const judge = (text: string, answer: string): boolean => {
    const before = [turns, ...(doubtful ? [doubtful] : [])].find((it) =>
      isAnswerTo(agent.name, it, text, answer),
    );
    if (!before) return false;
    turns = [...before, { role: 'user', text }, { role: 'assistant', text: answer }];
    doubtful = undefined;
    return true;
  };

  return async (text: string, talk: Talk): Promise<void> => {
    const url = `${platform()}/v1/ai-agents/${agent.id}/api/${agent.id}/message`;
    const started = performance.now();
    try {
      const answer = await send(connections, url, 'POST', headers, {
        text,
        // The same for all agents, who must keep it apart all the same.
        roomId: `room of ${visitor}`,
        userId: visitor,
      });
      if (answer.status !== 200) {
        talk.refused.push(`${agent.name}: ${String(answer.status)} ${answer.text}`);
      } else if (judge(text, contentIn(answer))) talk.answered.push(performance.now() - started);
      else talk.wrong.push(`${agent.name} to ${visitor}: ${answer.text}`);
    } catch (error) {
      (error instanceof Broken ? talk.broken : talk.lost).push(String(error));
      const said = answerTo(agent.name, turns.slice(-20), text);
      doubtful = [...turns, { role: 'user', text }, { role: 'assistant', text: said }];
    }
  };
};

/** Visitors come; they talk for as long as they are told, each in turn with agents by chance. */
export const invite = (options: TalkOptions) => {
  const { agents, visitors, rest, name = 'visitor' } = options;
  const people = Array.from({ length: visitors }, (_, index) => {
    const visitor = `${name} ${String(index + 1)}`;
    return { visitor, rooms: agents.map((agent) => conversation(options, agent, visitor)) };
  });
  let count = 0;
  return async (seconds: number): Promise<Talk> => {
    const talk = newTalk();
    const end = performance.now() + seconds * 1000;
    await Promise.all(
      people.map(async ({ visitor, rooms }) => {
        // Not all in the same moment.
        await pause(Math.random() * rest);
        while (performance.now() < end) {
          count += 1;
          const room = rooms[Math.floor(Math.random() * rooms.length)];
          await room?.(`Message ${String(count)} of ${visitor}.`, talk);
          await pause(rest);
        }
      }),
    );
    return talk;
  };
};
