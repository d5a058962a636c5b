/** How much a finding matters: only the last two ask for something to be done. */
export type Level = 'ok' | 'note' | 'warning' | 'problem';

/** One thing that the doctor has found out. */
export interface Finding {
  readonly level: Level;
  /** What it is about, the same for all that belongs together. */
  readonly about: string;
  readonly text: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Findings about one thing. */
export const findingsAbout = (about: string) => ({
  ok: (text: string): Finding => ({ level: 'ok', about, text }),
  note: (text: string): Finding => ({ level: 'note', about, text }),
  warning: (text: string, fix: string): Finding => ({ level: 'warning', about, text, fix }),
  problem: (text: string, fix: string): Finding => ({ level: 'problem', about, text, fix }),
});

export type Environment = Readonly<Record<string, string | undefined>>;

/** What every check is given. */
export interface Patient {
  /** The environment, as flags have changed it. */
  readonly env: Environment;
  /** The longest that one answer is waited for, in milliseconds. */
  readonly waitMs: number;
  /** Ids to try the operations with that need one, by the name of the operation. */
  readonly ids: Readonly<Record<string, string | undefined>>;
}

/** Looks at one side of a set-up. */
export type Check = (patient: Patient) => Promise<readonly Finding[]>;

/** These variables alone, as far as they are set. */
export const only = (env: Environment, names: readonly string[]): Environment =>
  Object.fromEntries(names.map((name) => [name, env[name]]));

export const commaList = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');

export const isLocal = (hostname: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
