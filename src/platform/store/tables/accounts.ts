import type { Role } from '../../../api/roles.ts';
import type { FirstTables } from './first.ts';

/** What migration 003 made. */
export interface AccountTables {
  workspaces: FirstTables['workspaces'] & {
    /**
     * Of the key that was last given from outside, by a setting or a file. Where that is still the one,
     * a key that has been made since then stays.
     */
    readonly given_key_hash: string | null;
  };
  accounts: {
    readonly id: string;
    /** In lower case. */
    readonly email: string;
    readonly name: string | null;
    /** With everything that is needed to check a password against it. */
    readonly password_hash: string;
    readonly created_at: string;
    readonly updated_at: string;
  };
  /** Of a token only its hash is kept: whoever reads the table is nobody. */
  sessions: {
    readonly token_hash: string;
    readonly account: string;
    readonly created_at: string;
    readonly expires_at: string;
  };
  /** Those who are in a workspace, and those who have been invited: `account` is null till they come. */
  members: {
    readonly id: string;
    readonly workspace: string;
    readonly account: string | null;
    readonly email: string;
    readonly role: Role;
    readonly invitation_hash: string | null;
    readonly invited_until: string | null;
    readonly created_at: string;
    readonly updated_at: string;
  };
  password_resets: {
    readonly token_hash: string;
    readonly account: string;
    readonly expires_at: string;
  };
  /** How often something was tried in a window of time: passwords, mostly. */
  attempts: { readonly key: string; readonly count: number; readonly ends_at: string };
}

export type { Role };
