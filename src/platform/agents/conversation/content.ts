/** A file that goes with what an agent says. */
export type Attachment = Readonly<Record<string, string>>;

/** One of the things that an agent says to a message, as Eliza's `Content`. */
export interface Content {
  readonly user?: string;
  readonly text?: string;
  readonly action?: string;
  readonly attachments?: readonly Attachment[];
}

/** A refusal in Eliza's own words: its clients expect plain text. */
export class ElizaRefusal extends Error {
  override readonly name = 'ElizaRefusal';
  readonly status: number;
  constructor(status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/** What Eliza answers where nobody goes by that id or name. */
export const agentNotFound = (): ElizaRefusal => new ElizaRefusal(404, 'Agent not found');

/** What Eliza answers where its model gave nothing. */
export const noResponse = (cause?: unknown): ElizaRefusal =>
  new ElizaRefusal(500, 'No response from generateMessageResponse', cause);
