/** What migration 002 made. */
export interface JobTables {
  jobs: {
    readonly id: string;
    /** Null where the work is nobody's in particular. */
    readonly workspace: string | null;
    readonly created_at: string;
    readonly updated_at: string;
    /** What is to be done; once it has ended, what came of it too. JSON text. */
    readonly document: string;
    /** Which worker can do it: `speech`, `bot`, … */
    readonly kind: string;
    /**
     * What it is done for, where that must not be done twice at a time: of the unended jobs of a kind,
     * no two have the same.
     */
    readonly subject: string | null;
    readonly status: JobStatus;
    /** Of jobs that may begin, those with the greatest do first. */
    readonly priority: number;
    /** Queued: when it may begin. Running: when its lease ends. Ended: when that was. */
    readonly due_at: string;
    /** How often it has been begun, and may be begun at most. */
    readonly attempts: number;
    readonly max_attempts: number;
    /** The name of this run, known to its worker alone. */
    readonly lease: string | null;
  };
}

/** `queued` and `running` may become anything; the others are ends. */
export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'stopped';
