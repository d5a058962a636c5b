import type { OptionValues } from './command.ts';

/** The options of every command that listens. */
export const listeningOptions = {
  port: { type: 'string', value: 'number', help: 'port to listen on (PORT)' },
  host: { type: 'string', value: 'address', help: 'address to listen on (HOST, 127.0.0.1)' },
} as const;

/** What the options say, else the environment, else the defaults. */
export const listeningSettings = (values: OptionValues, env: NodeJS.ProcessEnv) => ({
  port: values['port'] ?? env['PORT'] ?? '4600',
  host: values['host'] ?? env['HOST'] ?? '127.0.0.1',
  publicUrl: env['FAE_PUBLIC_URL'] || undefined,
});

/** The option of every command that keeps data. */
export const dataOption = {
  data: { type: 'string', value: 'folder', help: 'where the data are kept (FAE_DATA, .fae)' },
} as const;

export const dataFolder = (values: OptionValues, env: NodeJS.ProcessEnv): string =>
  values['data'] ?? env['FAE_DATA'] ?? '.fae';
