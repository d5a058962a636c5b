import type { PlatformOptions } from '../platform/index.ts';
import type { OptionValues } from './command.ts';
import { dataFolder, listeningSettings } from './listening-options.ts';

/** Those of the platform whose data a command works on. */
export const platformOptionsOf = (values: OptionValues): PlatformOptions => {
  const { port, publicUrl } = listeningSettings(values, process.env);
  return {
    data: dataFolder(values, process.env),
    publicUrl: publicUrl ?? `http://localhost:${port}`,
    standIns: false,
  };
};
