import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Flags for Node.js itself. */
  readonly nodeFlags?: readonly string[];
  /** What is run; the built command, unless given. */
  readonly script?: string;
}

/** The environment of a machine on which nothing of ours is set. */
const cleanEnv = (own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(FAE_|FLEEK_|OLLAMA_|OPENAI_|KOKORO_|STRIPE_|S3_|MORALIS_|DATABASE_URL$|PORT$|HOST$|NODE_ENV$|NODE_OPTIONS$|NODE_TEST)/.test(
          name,
        ),
    ),
  ),
  ...own,
});

const spawnCommand = (
  args: readonly string[],
  { env, nodeFlags = [], script = bin }: CommandOptions,
) => {
  const flags = ['--disable-warning=ExperimentalWarning', ...nodeFlags];
  const child = spawn(process.execPath, [...flags, script, ...args], { env: cleanEnv(env) });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
};

/** Runs the built command to its end. */
export const runCommand = async (args: readonly string[], options: CommandOptions = {}) => {
  const { child, output } = spawnCommand(args, options);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
};

/** Starts a command that serves, and waits until it says that it is ready. */
export const startCommand = async (args: readonly string[], options: CommandOptions = {}) => {
  const { child, output } = spawnCommand(args, options);
  const closed = once(child, 'close') as Promise<[number | null]>;
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const [, url] = /^ready (\S+)$/m.exec(output()) ?? [];
      if (url) resolve(url);
    });
    void closed.then(() => reject(new Error(`it ended before it was ready:\n${output()}`)));
  });
  const url = await ready;
  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> => {
    child.kill(signal);
    const [code] = await closed;
    return code;
  };
  return {
    /** The address of the line `ready …`. */
    url,
    origin: new URL(url).origin,
    pid: child.pid,
    /** All that it has printed, on both channels. */
    output,
    /** Reads no more of what it prints, as a log collector that ends. */
    leaveOutput: () => {
      child.stdout.destroy();
    },
    /** Tells it to stop; gives its exit code. */
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
};

/** A folder for one test's data, removed with `using`. */
export const temporaryFolder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'fae-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
};
