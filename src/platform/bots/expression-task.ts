/** What passes between the processes, all data as JSON text. */

export interface Question {
  readonly source: string;
  /** `boolean`: whether it is true, as JSONata's `$boolean` has it. */
  readonly as: 'value' | 'boolean';
}

export interface ExpressionTask {
  readonly questions: readonly Question[];
  /** What names in an expression are looked up in. */
  readonly input: string;
  /** An object; each member is there as `$name`. */
  readonly variables: string;
  /** UTF-16 units that all values may have together. */
  readonly room: number;
}

/** The values, null for nothing; or what is wrong with the expression that has failed. */
export type ExpressionAnswer =
  { readonly values: readonly (string | null)[] } | { readonly fault: string };
