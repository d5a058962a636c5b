import type { AccountTables } from './accounts.ts';
import type { FirstTables } from './first.ts';

/** What migration 005 made. */
export interface CommerceTables {
  workspaces: AccountTables['workspaces'] & {
    /** The connected account that is paid. */
    readonly stripe_account: string | null;
  };
  orders: Omit<FirstTables['orders'], 'status'> & {
    readonly status: OrderStatus;
    readonly provider: Provider;
    /** The connected account whose session it is. */
    readonly account: string | null;
    /** Where the buyer pays; for a page of ours it follows from the session. */
    readonly url: string | null;
    /** Of the request that made it, so that the same one does not make another. */
    readonly request_key: string | null;
    readonly request_hash: string | null;
    readonly paid_at: string | null;
    /** Paid for, but nothing was left: somebody has to deliver or to pay back. */
    readonly oversold: number;
  };
}

export type Provider = 'test' | 'stripe';

/**
 * `pending`: the buyer is done, the money is on its way, as with bank debits. `failed`: it did not
 * come.
 */
export type OrderStatus = 'open' | 'pending' | 'paid' | 'failed' | 'expired';
