import { createPlatform } from '../platform/index.ts';
import type { Command } from './command.ts';
import {
  dataFolder,
  dataOption,
  listeningOptions,
  listeningSettings,
} from './listening-options.ts';
import { logLine } from './log.ts';
import { listen } from './server.ts';
import { fromSettings, UsageError } from './usage-error.ts';

const printKeys = async (data: string): Promise<void> => {
  const platform = await fromSettings(() => createPlatform({ data, standIns: false }));
  console.log(`FAE_API_KEY=${platform.key}\nFAE_WORKSPACE=${platform.workspace}`);
  await platform.close();
};

export const platformCommand: Command = {
  summary: 'the platform alone: both APIs with a database of their own',
  description: `Starts the platform under /api. Engines that are not configured answer 503.
"fae-widgets platform keys" prints the key and the id of the sample workspace.`,
  operands: '[keys]',
  options: {
    ...listeningOptions,
    ...dataOption,
  },
  async run({ values, operands }) {
    const data = dataFolder(values, process.env);
    const [operand] = operands;
    if (operand === 'keys') {
      await printKeys(data);
      return 0;
    }
    if (operand !== undefined) {
      throw new UsageError(`There is no "platform ${operand}"; there is "platform keys".`);
    }
    const server = await listen(listeningSettings(values, process.env));
    const { publicUrl } = server;
    const platform = await fromSettings(() =>
      createPlatform({ data, publicUrl, standIns: false, log: logLine }),
    );
    server.onStop(() => platform.close());
    server.serve((request) => platform.fetch(request));
    console.log(`ready ${publicUrl}/`);
    return undefined;
  },
};
