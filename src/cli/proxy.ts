import { createProxy, folderAssets } from '../proxy/node.ts';
import type { Command } from './command.ts';
import { listeningOptions, listeningSettings } from './listening-options.ts';
import { logLine } from './log.ts';
import { builtFolder, version } from './package.ts';
import { listen } from './server.ts';
import { fromSettings } from './usage-error.ts';

const split = (list: string | undefined): string[] | undefined =>
  list
    ?.split(',')
    .map((it) => it.trim())
    .filter(Boolean);

export const proxyCommand: Command = {
  summary: 'the proxy alone, in front of the FAE API with your key',
  description: `Starts the proxy under /fae. It reads FAE_API_KEY and FAE_WORKSPACE, and lets
through only what is exposed, only to pages on allowed origins.`,
  options: {
    ...listeningOptions,
    origins: {
      type: 'string',
      value: 'list',
      help: 'origins whose pages may use it, with commas between (FAE_ALLOWED_ORIGINS)',
    },
    expose: {
      type: 'string',
      value: 'list',
      help: 'visitor operations it lets through, "payments.*" for all of one kind (FAE_EXPOSE)',
    },
  },
  async run({ values }) {
    const { env } = process;
    const settings = listeningSettings(values, env);
    const origins = split(values['origins']);
    const expose = split(values['expose']);
    const server = await listen(settings);
    const proxy = await fromSettings(() =>
      createProxy({
        publicUrl: server.publicUrl,
        ...(origins && { origins }),
        ...(expose && { expose: Object.fromEntries(expose.map((name) => [name, true])) }),
        assets: folderAssets(builtFolder('script')),
        version: version(),
        log: logLine,
        env,
      }),
    );
    server.serve((request, address) => proxy.fetch(request, { address }));
    console.log(`ready ${server.publicUrl}/fae/`);
  },
};
