import type Stripe from 'stripe';
import { advanceOrder, findOrder, insertOrder, type OrderStatus } from '../store/orders.ts';
import { findProduct } from '../store/products.ts';
import { transact, type Store } from '../store/store.ts';
import { findWorkspace } from '../store/workspaces.ts';

/** What a session says about itself in `metadata`, so that its order can be found out from it alone. */
export const metadataOf = (workspace: string, product: string) => ({
  fae_workspace: workspace,
  fae_product: product,
});

/** What has become of a session's order, as far as the session tells. */
export const statusOf = ({ status, payment_status }: Stripe.Checkout.Session): OrderStatus => {
  if (status === 'expired') return 'expired';
  if (status !== 'complete') return 'open';
  // Without payment there was nothing to pay; else the money of a bank debit is still on its way.
  return payment_status === 'unpaid' ? 'pending' : 'paid';
};

const idOf = (value: string | undefined): string =>
  value !== undefined && /^[0-9a-f]{24}$/.test(value) ? value : '';

/**
 * Makes the order of a session that is ours, although its making was not kept: its workspace is paid by
 * this account, and its product is the workspace's.
 */
const insertLost = async (
  store: Store,
  session: Stripe.Checkout.Session,
  account: string,
): Promise<void> => {
  const workspace = await findWorkspace(store, idOf(session.metadata?.['fae_workspace']));
  if (workspace?.stripeAccount !== account) return;
  const product = await findProduct(store, workspace.id, idOf(session.metadata?.['fae_product']));
  if (!product) return;
  await insertOrder(store, {
    workspace: workspace.id,
    product,
    session: session.id,
    provider: 'stripe',
    account,
    customerEmail: session.customer_email ?? undefined,
    ref: session.client_reference_id ?? undefined,
    successUrl: session.success_url ?? session.return_url ?? '',
    cancelUrl: session.cancel_url ?? session.return_url ?? '',
    expiresAt: session.expires_at * 1000,
  });
};

/**
 * Writes down what has become of a session: once, however often and in whatever order it is told.
 *
 * @param account whose session it is; that of another account changes nothing
 */
export const recordSession = (
  store: Store,
  session: Stripe.Checkout.Session,
  account: string,
  status: OrderStatus,
): Promise<void> =>
  transact(store, async (inner) => {
    if (!(await findOrder(inner, session.id))) await insertLost(inner, session, account);
    const order = await findOrder(inner, session.id);
    if (order?.account !== account) return;
    await advanceOrder(inner, order, status, {
      customerEmail: session.customer_details?.email ?? undefined,
      amount: session.amount_total ?? undefined,
      currency: session.currency ?? undefined,
    });
  });
