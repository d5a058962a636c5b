import { isoTime, type Store } from './store.ts';
import type { InvoiceStatus } from './tables/billing.ts';

/** What a test subscription has cost at some time. */
export interface Invoice {
  readonly id: string;
  readonly project: string;
  readonly subscription: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lines: readonly InvoiceLine[];
  /** The sum of the lines, in minor units; negative where something is given back. */
  readonly total: number;
  /** What it has added to the credit that the project has, or, negative, taken of it. */
  readonly credit: number;
  readonly currency: string;
  readonly status: InvoiceStatus;
  /** How often the card has been tried. */
  readonly tries: number;
}

export interface InvoiceLine {
  readonly description: string;
  readonly amount: number;
}

/** What the card pays of it. */
export const chargeOf = ({ total, credit }: Pick<Invoice, 'total' | 'credit'>): number =>
  total + credit;

const select = (store: Store, project: string) =>
  store.db.selectFrom('invoices').selectAll().where('project', '=', project);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const invoiceOf = (row: Row): Invoice => ({
  id: row.id,
  project: row.project,
  subscription: row.subscription,
  at: Date.parse(row.created_at),
  lines: JSON.parse(row.lines) as InvoiceLine[],
  total: row.total,
  credit: row.credit,
  currency: row.currency,
  status: row.status,
  tries: row.tries,
});

/** Those that are still to be paid, the oldest first. */
export const openInvoices = async (store: Store, project: string): Promise<readonly Invoice[]> => {
  const rows = await select(store, project)
    .where('status', '=', 'open')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(invoiceOf);
};

/** The newest first. */
export const lastInvoices = async (
  store: Store,
  project: string,
  limit: number,
): Promise<readonly Invoice[]> => {
  const rows = await select(store, project)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(invoiceOf);
};

/** What a project is owed, to be taken off what it will have to pay. */
export const creditOf = async ({ db }: Store, project: string): Promise<number> => {
  const { credit } = await db
    .selectFrom('invoices')
    .select((it) => it.fn.coalesce(it.fn.sum('credit'), it.lit(0)).as('credit'))
    .where('project', '=', project)
    .executeTakeFirstOrThrow();
  return Number(credit);
};

export const putInvoice = async ({ db }: Store, invoice: Invoice): Promise<void> => {
  const { credit, status, tries } = invoice;
  await db
    .insertInto('invoices')
    .values({
      id: invoice.id,
      project: invoice.project,
      subscription: invoice.subscription,
      created_at: isoTime(invoice.at),
      lines: JSON.stringify(invoice.lines),
      total: invoice.total,
      currency: invoice.currency,
      credit,
      status,
      tries,
    })
    .onConflict((it) => it.column('id').doUpdateSet({ credit, status, tries }))
    .execute();
};
