/** What was given: by name, only those that were. */
export type OptionValues = Readonly<Partial<Record<string, string>>>;

/** One command of the command line. */
export interface Command {
  /** One line for the overview. */
  readonly summary: string;
  readonly description: string;
  readonly options: Readonly<
    Record<string, { readonly type: 'string'; readonly value: string; readonly help: string }>
  >;
  /** What may stand after the options, as shown in the usage line; absent for nothing. */
  readonly operands?: string;
  run(input: {
    readonly values: OptionValues;
    readonly operands: readonly string[];
  }): Promise<void>;
}
