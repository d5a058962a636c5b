/**
 * The tables' rows. Times are ISO 8601 in UTC, flags are 0 and 1, identifiers are text, so that
 * every database takes them alike.
 */
interface Row {
  readonly id: string;
  readonly workspace: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The record as it is answered, as JSON text; SQL never looks inside. */
export interface DocumentRow extends Row {
  readonly document: string;
}

export interface Tables {
  workspaces: {
    readonly id: string;
    readonly name: string;
    /** SHA-256 of the key, in hexadecimal digits. */
    readonly key_hash: string;
    readonly created_at: string;
    readonly updated_at: string;
  };
  nfts: DocumentRow & { readonly public: number; readonly collection: string | null };
  characters: DocumentRow;
  models: DocumentRow & { readonly url: string };
  /** `stock`: how many are left; null where it is not counted. */
  products: DocumentRow & { readonly active: number; readonly stock: number | null };
  /** The document is the product's as it was when the checkout began. */
  orders: DocumentRow & {
    readonly product: string;
    /** The unguessable name of the checkout page. */
    readonly session: string;
    readonly status: OrderStatus;
    /** In the currency's minor unit. */
    readonly amount: number;
    readonly currency: string;
    readonly customer_email: string | null;
    readonly ref: string | null;
    readonly success_url: string;
    readonly cancel_url: string;
    readonly expires_at: string;
  };
  jobs: DocumentRow & { readonly kind: string; readonly status: JobStatus };
  messages: {
    readonly id: string;
    readonly workspace: string;
    readonly character: string;
    readonly conversation: string;
    readonly role: 'user' | 'assistant';
    readonly text: string;
    readonly created_at: string;
  };
  files: Row & { readonly name: string; readonly type: string; readonly size: number };
  seeds: { readonly workspace: string; readonly kind: string; readonly version: number };
  revisions: { readonly workspace: string; readonly resource: string; readonly revision: number };
}

export type OrderStatus = 'open' | 'paid';
export type JobStatus = 'running' | 'done' | 'failed';

/** Tables of which each row is a record of the API. */
export type Resource = 'nfts' | 'characters' | 'models' | 'products';
