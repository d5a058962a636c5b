import { HttpError } from '../../../http/problem.ts';
import type { Settings } from '../../settings.ts';
import { addRoomTurns, lastRoomTurns, type Turn } from '../../store/agent-turns.ts';
import type { AgentRow } from '../../store/agents.ts';
import type { Store } from '../../store/store.ts';
import { secretsOf } from '../secrets.ts';
import type { Content } from './content.ts';
import { chooseEngine } from './engine-choice.ts';
import type { PreparedAgent } from './prepared-agents.ts';
import type { ReplyPool } from './reply-pool.ts';

/** What somebody has said, with ids as Eliza makes them. */
export interface Said {
  readonly text: string;
  readonly room: string;
  readonly user: string;
  /** Whether anybody can come back to this room. */
  readonly isKept: boolean;
}

export interface LocalAnswer {
  readonly contents: readonly Content[];
  /** Remembers it. To be called in a transaction. */
  readonly write: (store: Store) => Promise<void>;
}

interface LocalParts {
  readonly store: Store;
  readonly settings: Pick<Settings, 'env' | 'standIns'>;
  readonly pool: ReplyPool;
  readonly prepared: (agent: AgentRow) => PreparedAgent;
}

/** Of the turns before, so many UTF-16 units go to the engine; it takes less of them. */
const mostHistory = 20_000;

const recent = (turns: readonly Turn[]): Turn[] => {
  let size = 0;
  const from = turns.findLastIndex((turn) => (size += turn.text.length) > mostHistory);
  return turns.slice(from + 1);
};

const notConfigured = (): HttpError =>
  new HttpError(503, 'not_configured', 'No reply engine is configured for this agent.');

/** Answers of agents that the platform runs itself. */
export const createLocalAnswers =
  ({ store, settings, pool, prepared }: LocalParts) =>
  async (agent: AgentRow, said: Said, signal: AbortSignal): Promise<LocalAnswer> => {
    const { text, room: name, user, isKept } = said;
    const { name: character, wish, personas, settings: own } = prepared(agent);
    const chosen = chooseEngine(wish, { ...own, ...secretsOf(store, agent) }, settings);
    if (!chosen) throw notConfigured();
    const { engine, model } = chosen;
    const persona = engine.kind === 'scripted' ? personas.script : personas.model;
    const room = { agent: agent.id, room: name };
    const history = isKept ? recent(await lastRoomTurns(store, room)) : [];
    const task = { engine, character: { ...persona, model: model ?? '' }, text, history };
    const reply = await pool.reply(agent.id, task, signal);
    const turns: Turn[] = [
      { role: 'user', text },
      { role: 'assistant', text: reply.text },
    ];
    return {
      contents: [{ user: character, text: reply.text, action: 'NONE' }],
      write: (inner) => (isKept ? addRoomTurns(inner, room, user, turns) : Promise.resolve()),
    };
  };
