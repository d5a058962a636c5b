import { readBody } from '../../http/body.ts';
import { refuseForeignPages } from '../accounts/same-origin.ts';
import type { App } from '../app.ts';
import { lastInvoices, type Invoice } from '../store/invoices.ts';
import { projectOfPortalSession } from '../store/portal-sessions.ts';
import { transact, type Store } from '../store/store.ts';
import {
  chooseTestCard,
  deleteTestCard,
  insertTestCard,
  listTestCards,
} from '../store/test-cards.ts';
import { collectOpen } from './cycle.ts';
import { portalPage, unknownPortalPage, type Portal } from './portal-page.ts';
import { changeCards, readAccount } from './test-account.ts';
import { testCards, type TestCard } from './test-cards.ts';

/** Below the platform's own address; the session's name comes last. */
export const portalPath = '/billing/test/';

const formLimit = 4 * 1024;
const mostCards = 20;
const shownInvoices = 12;
/** How long a new test card is good for. */
const years = 8;

/** Those of one moment as they were made, which their ids tell. */
const newestFirst = (one: Invoice, other: Invoice): number =>
  other.at - one.at || (one.id < other.id ? 1 : -1);

const portalOf = (store: Store, project: string): Promise<Portal> =>
  transact(store, async (inner) => {
    const { subscriptions, invoices } = await readAccount(inner, project);
    const written = await lastInvoices(inner, project, shownInvoices);
    const now = new Map([...written, ...invoices].map((it) => [it.id, it]));
    return {
      cards: await listTestCards(inner, project),
      subscriptions: subscriptions.toReversed(),
      invoices: [...now.values()].sort(newestFirst).slice(0, shownInvoices),
    };
  });

const isCard = (name: string | null): name is TestCard =>
  name !== null && Object.hasOwn(testCards, name);

/** Adds a test card, unless there are too many. */
export const addTestCard = async (store: Store, project: string, card: TestCard): Promise<void> => {
  if ((await listTestCards(store, project)).length >= mostCards) return;
  const expiryYear = new Date(store.now()).getUTCFullYear() + years;
  await insertTestCard(store, project, { card, expiryMonth: 9, expiryYear });
};

type Action = (store: Store) => Promise<void>;

/** What a form asks for; `undefined` where that makes no sense. */
const actionOf = (form: URLSearchParams, project: string): Action | undefined => {
  const card = form.get('card');
  const method = form.get('method') ?? '';
  const actions = new Map<string | null, Action | undefined>([
    ['add', isCard(card) ? (store) => addTestCard(store, project, card) : undefined],
    ['choose', (store) => chooseTestCard(store, project, method)],
    ['remove', (store) => deleteTestCard(store, project, method)],
  ]);
  return actions.get(form.get('action'));
};

/**
 * The page where a project's test cards are looked after. Whoever knows its unguessable address may do
 * that for an hour, like whoever holds the link of a real one; nothing else identifies anybody, and no
 * other page may send its forms.
 */
export const addPortalRoutes = (app: App, store: Store, origin: string): void => {
  const path = `${portalPath}:session{[\\w-]{16,64}}`;

  app.get(path, async (context) => {
    const project = await projectOfPortalSession(store, context.req.param('session'));
    return project === undefined ? unknownPortalPage() : portalPage(await portalOf(store, project));
  });

  app.post(path, async (context) => {
    refuseForeignPages(context.req.raw, origin);
    const session = context.req.param('session');
    const project = await projectOfPortalSession(store, session);
    if (project === undefined) return unknownPortalPage();
    const bytes = await readBody(context.req.raw, formLimit);
    const action = actionOf(new URLSearchParams(new TextDecoder().decode(bytes)), project);
    if (!action) return portalPage(await portalOf(store, project), 'Choose what is to be done.');
    await changeCards(store, project, action, collectOpen);
    return new Response(null, {
      status: 303,
      headers: { Location: `${portalPath}${session}`, 'Cache-Control': 'no-store' },
    });
  });

  app.all(`${portalPath}*`, () => unknownPortalPage());
};
