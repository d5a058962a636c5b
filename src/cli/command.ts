/** What was given: by name, only those that were. */
export type OptionValues = Readonly<Partial<Record<string, string>>>;

export interface CommandOption {
  /** `boolean` for a flag that takes no value. */
  readonly type: 'string' | 'boolean';
  /** What the value is, for the help; empty for a flag. */
  readonly value: string;
  readonly help: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** One command of the command line. */
export interface Command {
  /** One line for the overview. */
  readonly summary: string;
  readonly description: string;
  readonly options: CommandOptions;
  /** Told after the options: what is set otherwise, exit codes. */
  readonly notes?: string;
  /** What may stand after the options, as shown in the usage line; absent for nothing. */
  readonly operands?: string;
  /** Gives the exit code where the command has come to its end; a server goes on. */
  run(input: {
    readonly values: OptionValues;
    /** The flags that were given. */
    readonly flags: ReadonlySet<string>;
    readonly operands: readonly string[];
  }): Promise<number | undefined>;
}
