/** What migration 010 made. */
export interface BillingTables {
  /** Who a project is at a provider of payments. */
  billing_customers: {
    readonly project: string;
    readonly customer: string;
    readonly created_at: string;
  };
  /** The test's are what they are; a provider's are what it has last told of them. */
  subscriptions: {
    readonly id: string;
    readonly project: string;
    readonly provider: BillingProvider;
    readonly status: string;
    readonly product: string;
    readonly price: string;
    readonly item: string;
    readonly quantity: number;
    readonly unit_amount: number | null;
    readonly currency: string;
    readonly started_at: string;
    readonly period_start: string;
    readonly period_end: string;
    readonly ends_at: string | null;
    readonly trial_ends_at: string | null;
    readonly schedule: string | null;
    /** As JSON text. */
    readonly metadata: string;
    /** Of the request that made it, so that the same one does not make another. */
    readonly request_key: string | null;
    readonly request_hash: string | null;
    /** When it was asked for what is written here; what was asked for earlier is older. */
    readonly seen_at: string;
    /** Somebody is changing it until then, or until they are done. */
    readonly busy_until: string | null;
  };
  invoices: {
    readonly id: string;
    readonly project: string;
    readonly subscription: string;
    readonly created_at: string;
    /** What it is made of, as JSON text. */
    readonly lines: string;
    /** In minor units, like all amounts; negative where something is given back. */
    readonly total: number;
    /** What it has added to what the project is owed, or taken of it. */
    readonly credit: number;
    readonly currency: string;
    readonly status: InvoiceStatus;
    /** How often the card has been tried. */
    readonly tries: number;
  };
  payment_methods: {
    readonly id: string;
    readonly project: string;
    readonly created_at: string;
    /** Which test card it is. */
    readonly card: string;
    readonly expiry_month: number;
    readonly expiry_year: number;
    /** The one with the greatest is charged. */
    readonly rank: number;
  };
  /** Of a session's name only its hash is kept. */
  portal_sessions: {
    readonly token_hash: string;
    readonly project: string;
    readonly expires_at: string;
  };
}

export type BillingProvider = 'test' | 'stripe';

/** `open`: the card did not pay, and is tried again. `uncollectible`: it will not be any more. */
export type InvoiceStatus = 'paid' | 'open' | 'uncollectible';
