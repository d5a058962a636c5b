import { HttpError } from '../../../http/problem.ts';
import { createOllamaReplies } from '../../engines/ollama.ts';
import { createOpenAiReplies } from '../../engines/openai.ts';
import type { EngineFetch, Replies } from '../../engines/reply-engine.ts';
import { scriptedReplies } from '../../engines/scripted.ts';
import { createOutbound } from '../../outbound.ts';
import { outboundFetch } from './outbound-fetch.ts';
import type { EngineChoice, ReplySettings } from './reply-task.ts';

const megabyte = 1024 * 1024;

/** A model may think for as long as anybody waits; it must not write without end. */
const createWayOut = ({ allowPrivateHosts, ca }: ReplySettings): EngineFetch =>
  outboundFetch(
    createOutbound({
      allowPrivateHosts,
      plainHttp: allowPrivateHosts,
      ...(ca !== undefined && { ca }),
      maxBytes: 4 * megabyte,
      headersTimeout: 60_000,
      idleTimeout: 60_000,
      totalTimeout: 120_000,
    }),
  );

/**
 * Makes the engines that agents name.
 *
 * @returns throws 503 `not_configured` for an address or a key that cannot be meant
 */
export const createEngines = (settings: ReplySettings): ((choice: EngineChoice) => Replies) => {
  const wayOut = createWayOut(settings);

  const engineOf = (choice: EngineChoice): Replies => {
    if (choice.kind === 'scripted') return scriptedReplies;
    const reach = choice.isAgents ? wayOut : undefined;
    if (choice.kind === 'ollama') return createOllamaReplies(choice.hosts, reach);
    return createOpenAiReplies({ ...choice, reach });
  };

  return (choice) => {
    try {
      return engineOf(choice);
    } catch (cause) {
      const message = 'The address or the key of the agent’s model provider cannot be used.';
      throw new HttpError(503, 'not_configured', message, { cause });
    }
  };
};
