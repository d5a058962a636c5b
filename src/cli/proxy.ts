import { createProxy, packagedScripts, toNode } from '../proxy/node.ts';
import type { Command, OptionValues } from './command.ts';
import { listeningOptions, listeningSettings } from './listening-options.ts';
import { logLine } from './log.ts';
import { proxyEnvironment, proxyOptions, secretsNote } from './proxy-options.ts';
import { takeSecretFiles } from './secrets.ts';
import { listen } from './server.ts';
import { fromSettings, UsageError } from './usage-error.ts';

/** Docker and Kubernetes wait 10 s and 30 s before they end a process by force. */
const defaultDrain = '8';
const defaultConnections = '4096';

const wholeNumber = (name: string, text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${name} must be a whole number; it is "${text}".`);
};

const bounds = (values: OptionValues, env: NodeJS.ProcessEnv) => {
  const drain = values['drain'] ?? (env['FAE_DRAIN'] || defaultDrain);
  const connections =
    values['max-connections'] ?? (env['FAE_MAX_CONNECTIONS'] || defaultConnections);
  return {
    timeouts: { drain: wholeNumber('FAE_DRAIN', drain) * 1_000 },
    maxConnections: wholeNumber('FAE_MAX_CONNECTIONS', connections),
  };
};

export const proxyCommand: Command = {
  summary: 'the proxy alone, in front of the FAE API with your key',
  description: `Starts the proxy under /fae. It holds FAE_API_KEY, and lets through only what is exposed, only to
pages on allowed origins. One line of JSON per request goes to standard output. Told to stop, it
finishes what is under way; told again, it ends at once.`,
  options: {
    ...listeningOptions,
    ...proxyOptions,
    'max-connections': {
      type: 'string',
      value: 'number',
      help: `connections at once, beyond which new ones are closed (FAE_MAX_CONNECTIONS, ${defaultConnections})`,
    },
    drain: {
      type: 'string',
      value: 'seconds',
      help: `how long requests under way may take once it is told to stop (FAE_DRAIN, ${defaultDrain})`,
    },
  },
  notes: secretsNote,
  async run({ values }) {
    takeSecretFiles(process.env);
    const env = proxyEnvironment(values, process.env);
    const server = await listen({ ...listeningSettings(values, env), ...bounds(values, env) });
    const proxy = await fromSettings(() =>
      createProxy({
        publicUrl: server.publicUrl,
        ...packagedScripts(),
        log: logLine,
        env,
      }),
    );
    server.onStop(() => proxy.close());
    server.serveNode(toNode(proxy, { ownProcess: true }));
    console.log(`listening on ${server.address}`);
    console.log(`ready ${server.publicUrl}${proxy.basePath}/`);
  },
};
