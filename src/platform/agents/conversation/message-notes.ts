import { HttpError } from '../../../http/problem.ts';
import { forgetOldLogLines, insertLogLines, priorities, writeLog } from '../../store/agent-logs.ts';
import { statusOfAgent } from '../../store/agent-turns.ts';
import type { AgentRow } from '../../store/agents.ts';
import { transact, type Store } from '../../store/store.ts';
import { clearFailures, countFailure } from '../lifecycle.ts';
import { agentNotFound, ElizaRefusal, type Content } from './content.ts';
import type { Said } from './local-answers.ts';
import { isAgentsFault } from './reply-faults.ts';

export const notRunning = (): HttpError =>
  new HttpError(503, 'unavailable', 'The agent is not running.');

interface Answered {
  readonly said: Said;
  readonly contents: readonly Content[];
  /** By `performance.now()`. */
  readonly started: number;
}

/** Enough to tell rooms apart in a log. */
const shortRoom = ({ room }: Said): string => room.slice(0, 8);

const seconds = (started: number): string => ((performance.now() - started) / 1000).toFixed(1);

/** For the agent's owner: what went wrong, without what was said. */
const reasonOf = (error: HttpError | Error): string => {
  const { cause } = error;
  return typeof cause === 'string' ? `${error.message} (${cause})` : error.message;
};

/** What an agent's log and its record say of its messages: how long they are, never what is in them. */
export const createMessageNotes = (store: Store, background: (work: Promise<void>) => void) => ({
  /**
   * Keeps an answer.
   *
   * @param write what else is to be kept, all of it or nothing
   * @throws {ElizaRefusal} 404 where the agent was deleted meanwhile
   * @throws {HttpError} 503 `unavailable` where it was stopped meanwhile; then nothing is kept
   */
  answered: async (
    agent: AgentRow,
    { said, contents, started }: Answered,
    write: ((store: Store) => Promise<void>) | undefined,
  ): Promise<void> => {
    const length = contents.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
    const message = `Room ${shortRoom(said)}: ${said.text.length} characters answered with ${length} in ${seconds(started)} s.`;
    await transact(store, async (inner) => {
      const status = await statusOfAgent(inner, agent.id);
      if (status === undefined) throw agentNotFound();
      // On its way from one character to the next it still runs.
      if (status !== 'Running' && status !== 'Pending') throw notRunning();
      await write?.(inner);
      await clearFailures(inner, agent.id);
      await insertLogLines(inner, agent.id, [{ priority: priorities.info, message }]);
    });
    // The answer is kept: nothing may stand in its way any more.
    background(forgetOldLogLines(store, agent.id));
  },

  /** Notes that a message got no answer; what is the agent's own fault counts against it. */
  failed: async (agent: AgentRow, said: Said, error: unknown): Promise<void> => {
    const isFault = isAgentsFault(error);
    if (!isFault && !(error instanceof HttpError || error instanceof ElizaRefusal)) return;
    const reason = reasonOf(error);
    const message = `Room ${shortRoom(said)}: no answer to ${said.text.length} characters: ${reason}`;
    if (isFault) await countFailure(store, agent.id, message);
    else await writeLog(store, agent.id, priorities.warning, message);
  },
});
