import type { DocumentRow, Row } from './rows.ts';

/** What migration 001 made, as later ones have left it. */
export interface FirstTables {
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
  messages: {
    readonly id: string;
    readonly workspace: string;
    readonly character: string;
    readonly conversation: string;
    readonly role: 'user' | 'assistant';
    readonly text: string;
    readonly created_at: string;
  };
  /** `blob`: where the bytes are; the name of a file is for people, and bytes are never changed. */
  files: Row & {
    readonly name: string;
    readonly type: string;
    readonly size: number;
    readonly blob: string;
  };
  seeds: { readonly workspace: string; readonly kind: string; readonly version: number };
  revisions: { readonly workspace: string; readonly resource: string; readonly revision: number };
}

export type OrderStatus = 'open' | 'paid';

/** Those of them of which each row is a record of the API. */
export type FirstResource = 'nfts' | 'characters' | 'products';
