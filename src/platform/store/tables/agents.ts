/** What migration 009 made. */
export interface AgentTables {
  /** What keys of the Fleek API open; the people of a workspace look after it. */
  projects: {
    /** As it was given, or a UUID. */
    readonly id: string;
    readonly workspace: string;
    readonly name: string;
    /** SHA-256 of the key that settings or a file give it; null where it has none but tokens. */
    readonly key_hash: string | null;
    readonly created_at: string;
  };
  /** Further keys of a project. */
  api_tokens: {
    readonly id: string;
    readonly project: string;
    readonly name: string;
    readonly token_hash: string;
    /** How it begins, so that its owner knows it. */
    readonly token_prefix: string;
    readonly created_at: string;
    readonly expires_at: string | null;
    readonly last_used_at: string | null;
  };
  agents: {
    /** A UUID. */
    readonly id: string;
    readonly project: string;
    readonly status: AgentStatus;
    readonly public_token: string;
    readonly public_chat: number;
    /** An Eliza server that answers in place of the platform. */
    readonly host: string | null;
    /** Its number within the project. */
    readonly slot: number;
    /** JSON text; the secrets of the character file are masked in it. */
    readonly document: string;
    /** Encrypted. */
    readonly secrets: string | null;
    /** How often its character or its host has changed. */
    readonly version: number;
    /** In a row. */
    readonly failures: number;
    readonly started_at: string | null;
    readonly created_at: string;
    readonly updated_at: string;
  };
  agent_logs: {
    /** Later ones of one process sort after earlier ones. */
    readonly id: string;
    readonly agent: string;
    readonly created_at: string;
    /** As syslog has them: 0 is the worst. */
    readonly priority: number;
    readonly message: string;
  };
  /** What was said in an agent's rooms. */
  agent_turns: {
    readonly id: string;
    readonly agent: string;
    readonly room: string;
    readonly user_id: string;
    readonly role: 'user' | 'assistant';
    readonly text: string;
    readonly created_at: string;
  };
}

export type AgentStatus = 'Draft' | 'Created' | 'Pending' | 'Running' | 'Stopped' | 'Failed';
