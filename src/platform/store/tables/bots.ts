import type { DocumentRow } from './rows.ts';

/** What migration 008 made. */
export interface BotTables {
  /** The document has neither the pipeline, which lists leave out, nor the status. */
  bots: DocumentRow & {
    /** Nodes and edges, as JSON text. */
    readonly pipeline: string;
    readonly status: BotStatus;
    /** Whether its intervals and its webhook start runs. */
    readonly armed: number;
    /** The unguessable end of its webhook's address. */
    readonly hook: string;
  };
  /** Runs that are under way, and those of the last hour, which are counted. */
  bot_runs: {
    readonly id: string;
    readonly bot: string;
    /** `manual`, `webhook`, `interval:{node}`. */
    readonly origin: string;
    readonly created_at: string;
    readonly ended: number;
    /** The pipeline as it was when the run began; empty once it has ended. */
    readonly pipeline: string;
    /** How far it is, as JSON text; empty once it has ended. */
    readonly state: string;
  };
  bot_logs: {
    readonly id: string;
    readonly bot: string;
    readonly created_at: string;
    readonly level: LogLevel;
    readonly message: string;
    readonly node: string | null;
    readonly run: string | null;
  };
}

export type BotStatus = 'idle' | 'running' | 'error';

export type LogLevel = 'info' | 'error';

/** The one of them of which each row is a record of the API. */
export type BotResource = 'bots';
