import { join } from 'node:path';
import { response as characterResponse } from '../api/fae/characters.operations.ts';
import { accountServices } from './accounts/account-services.ts';
import { addPasswordRoutes } from './accounts/password-page.ts';
import {
  createAgentOutbound,
  createConversations,
  type ConversationParts,
  messageKind,
} from './agents/conversation/conversation.ts';
import { addAttestationRoute, createAttestation } from './agents/attestation.ts';
import { startKind } from './agents/lifecycle.ts';
import { startJob } from './agents/start-job.ts';
import { addApiRoutes } from './api.ts';
import { createApp } from './app.ts';
import { openApps } from './apps/apps.ts';
import { addAppHosts, addAppRoutes } from './apps/routes.ts';
import { createAppServer } from './apps/serve.ts';
import { peerOf, type Connection } from './client-address.ts';
import { createBilling } from './billing/create-billing.ts';
import { addPortalRoutes } from './billing/portal-routes.ts';
import { seedTestCard } from './billing/sample.ts';
import { createBots } from './bots/bots.ts';
import { addHookRoute } from './bots/hooks.ts';
import { openDataFolder } from './data-folder.ts';
import { createReplies } from './engines/replies.ts';
import { createSpeech } from './engines/speech.ts';
import { expiryHandlers, scheduleExpiry } from './expiry.ts';
import { createBlobs } from './files/blobs.ts';
import { createFiles } from './files/files.ts';
import { openStorage } from './files/open-storage.ts';
import { clearForgotten } from './files/receive.ts';
import { addFileRoutes } from './files/routes.ts';
import { uploadLimits } from './files/upload-limits.ts';
import { agentApiHandlers } from './handlers/agent-api.ts';
import { agentHandlers } from './handlers/agents.ts';
import { apiTokenHandlers } from './handlers/api-tokens.ts';
import { appHandlers } from './handlers/apps.ts';
import { authHandlers } from './handlers/auth.ts';
import { botHandlers } from './handlers/bots.ts';
import { characterHandlers } from './handlers/characters.ts';
import type { Handlers } from './handlers/handler.ts';
import { memberHandlers } from './handlers/members.ts';
import { mediaHandlers } from './handlers/media.ts';
import { modelHandlers } from './handlers/models.ts';
import { nftHandlers } from './handlers/nfts.ts';
import { orderHandlers } from './handlers/orders.ts';
import { paymentMethodHandlers } from './handlers/payment-methods.ts';
import { paymentHandlers } from './handlers/payments.ts';
import { planHandlers } from './handlers/plans.ts';
import { productHandlers } from './handlers/products.ts';
import { projectHandlers } from './handlers/projects.ts';
import { sceneHandlers } from './handlers/scenes.ts';
import type { Services } from './handlers/services.ts';
import { storyHandlers } from './handlers/stories.ts';
import { subscriptionHandlers } from './handlers/subscriptions.ts';
import { tokenHandlers } from './handlers/tokens.ts';
import { speechKind, ttsHandlers } from './handlers/tts.ts';
import { workspaceHandlers } from './handlers/workspaces.ts';
import type { JobHandlers } from './jobs/job.ts';
import { createJobs, type JobsOptions } from './jobs/jobs.ts';
import { sampleKeys } from './keys.ts';
import { createOutbound } from './outbound.ts';
import { addCheckoutRoutes } from './payments/checkout-routes.ts';
import { createPayments } from './payments/create-payments.ts';
import { addWebhookRoute } from './payments/webhook-route.ts';
import { createPrices } from './prices/prices.ts';
import { addHealthRoute } from './reference/health.ts';
import { addReferenceRoutes, type ReferenceFolders } from './reference/routes.ts';
import { platformSecret } from './secret.ts';
import { seed, type Sample } from './seed.ts';
import { readSettings, type PlatformOptions } from './settings.ts';
import { appNamed } from './store/apps.ts';
import { openDatabase } from './store/database.ts';
import { ownUrls } from './store/own-urls.ts';
import { putProject } from './store/projects.ts';
import type { Store } from './store/store.ts';
import { putWorkspace } from './store/workspaces.ts';
import { createVault } from './vault.ts';

const day = 24 * 60 * 60 * 1000;

export interface Platform {
  /**
   * Answers `/api/*`, `/files/*`, `/apps/*`, `/templates/*`, `/checkout/*`, `/billing/*` and `/account/*`, and
   * whatever is asked on the hosts of apps; 404 for anything else.
   *
   * @param from whom the connection is with, so that attempts to log in are counted for each
   */
  readonly fetch: (request: Request, from?: Connection) => Promise<Response>;
  /**
   * Whether a host is an app's, so that all that is asked there is for `fetch`: for servers that answer
   * something of their own beside the platform.
   *
   * @param hostname without a port
   */
  readonly hostsApp: (hostname: string) => Promise<boolean>;
  /** Ends background work, engines and the database. Stop sending requests first. */
  readonly close: () => Promise<void>;
  /** The sample workspace's key; another one once somebody has asked for that. */
  readonly key: string;
  /** The sample workspace's id. */
  readonly workspace: string;
  /** The sample project's key and id, for the Fleek API. */
  readonly fleek: { readonly key: string; readonly project: string };
  /** Ids of the sample workspace's records by role: `productId`, `characterId`, … */
  readonly sample: Readonly<Record<string, string>>;
}

/** What a platform is put together from; tests put in other parts. */
export interface Parts {
  readonly sample: Sample;
  /** Where the sample's files are. */
  readonly sampleFolder: string;
  /** Where the starters of apps are; none without it. */
  readonly templates?: string;
  /** Of the package, for what is stated about agents. */
  readonly version?: string;
  /** Where the OpenAPI documents are, and where the library of the page that shows them. */
  readonly reference?: ReferenceFolders;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How jobs of further kinds are done. */
  readonly jobs?: JobHandlers;
  /** How often jobs are looked after, in milliseconds. */
  readonly pace?: Pick<JobsOptions, 'lease' | 'beat' | 'poll'>;
  /** How agents' replies are written. */
  readonly conversations?: Pick<ConversationParts, 'deadline' | 'limits' | 'engines'>;
  readonly services?: Partial<
    Pick<
      Services,
      | 'replies'
      | 'speech'
      | 'outbound'
      | 'replyDeadline'
      | 'passwords'
      | 'payments'
      | 'billing'
      | 'prices'
      | 'uploads'
    >
  >;
}

const handlersOf = (services: Services): Handlers => ({
  nfts: nftHandlers(services),
  payments: paymentHandlers(services),
  products: productHandlers(services),
  orders: orderHandlers(services),
  auth: authHandlers(services),
  workspaces: workspaceHandlers(services),
  members: memberHandlers(services),
  characters: characterHandlers(services),
  apps: appHandlers(services),
  stories: storyHandlers(services),
  bots: botHandlers(services),
  scenes: sceneHandlers(services),
  images: mediaHandlers(services, 'images'),
  videos: mediaHandlers(services, 'videos'),
  audios: mediaHandlers(services, 'audios'),
  documents: mediaHandlers(services, 'documents'),
  models: modelHandlers(services),
  tokens: tokenHandlers(services),
  tts: ttsHandlers(services),
  agents: { ...agentHandlers(services), ...agentApiHandlers(services) },
  projects: projectHandlers(services),
  apiTokens: apiTokenHandlers(services),
  plans: planHandlers(services),
  subscriptions: subscriptionHandlers(services),
  paymentMethods: paymentMethodHandlers(services),
});

/** The platform together with its store, through which further workspaces are made. */
export const openPlatform = async (
  options: PlatformOptions,
  parts: Parts,
): Promise<Platform & { readonly store: Store }> => {
  const settings = readSettings(options);
  const { data, databaseUrl, publicUrl, env, standIns, log } = settings;
  await openDataFolder(data);
  const secret = await platformSecret(data, settings.secret);
  const keys = { ...(await sampleKeys(data, settings, secret)) };
  const { key, workspace, fleekKey, fleekProject: project } = keys;
  const storage = await openStorage(settings);
  const apps = await openApps({ publicUrl, env, templates: parts.templates });
  const database = await openDatabase({ file: join(data, 'platform.db'), url: databaseUrl, log });
  const { db, notices } = database;
  const now = parts.now ?? Date.now;
  const store: Store = { db, notices, urls: ownUrls(publicUrl), vault: createVault(secret), now };
  const blobs = createBlobs(store, storage, log);
  const files = createFiles(store, blobs, publicUrl);
  const uploadFolder = join(data, 'uploads');

  const retain = settings.retainDays * day;
  const jobs = createJobs({ store, log, retain, ...parts.pace });

  const pending = new Set<Promise<void>>();
  const background = (work: Promise<void>): void => {
    const watched = work
      .catch((error: unknown) => log({ event: 'background_failed', error: String(error) }))
      .finally(() => pending.delete(watched));
    pending.add(watched);
  };

  try {
    await putWorkspace(store, { name: 'Sample', id: workspace, key });
    await putProject(store, { name: 'Sample', id: project, workspace, key: fleekKey });
    if (settings.testPayments) await seedTestCard(store, workspace, project);
    const sample = await seed({
      store,
      files,
      blobs,
      ...apps,
      workspace,
      project,
      sample: parts.sample,
      folder: parts.sampleFolder,
    });
    const services: Services = {
      settings,
      store,
      files,
      blobs,
      uploads: { folder: uploadFolder, limits: uploadLimits },
      apps,
      prices: createPrices({ env, standIns, now: store.now }),
      background,
      outbound: createOutbound(settings),
      jobs,
      ...accountServices(settings, keys),
      payments: await createPayments(store, settings),
      billing: await createBilling(store, settings),
      attestation: createAttestation({
        secret,
        issuer: publicUrl,
        platform: `fae-widgets ${parts.version ?? 'from source'}`,
        now,
      }),
      replies: createReplies({ env, standIns }),
      conversations: createConversations({
        store,
        settings,
        jobs,
        background,
        outbound: parts.services?.outbound ?? createAgentOutbound(settings),
        ...parts.conversations,
      }),
      speech: createSpeech({ env, standIns }),
      replyDeadline: characterResponse.deadline,
      ...parts.services,
    };
    const bots = createBots(services);
    const expiry = expiryHandlers(store, settings.retainDays);
    const starts = { [startKind]: startJob(store, settings) };
    jobs.start({ ...expiry, ...starts, ...bots.jobs, ...parts.jobs }, [speechKind, messageKind]);
    await scheduleExpiry(store);
    background(blobs.sweep());
    background(clearForgotten(uploadFolder));
    const app = createApp(settings);
    const serve = createAppServer(store, blobs);
    addAppHosts(app, { store, addresses: apps.addresses, serve });
    addWebhookRoute(app, services.payments);
    addAttestationRoute(app, services.attestation);
    const gate = { store, cookie: services.cookie, origin: new URL(publicUrl).origin };
    addHealthRoute(app, store);
    addReferenceRoutes(app, { publicUrl, ...parts.reference });
    addApiRoutes(app, gate, handlersOf(services));
    addFileRoutes(app, files);
    addAppRoutes(app, { store, serve, templates: apps.templates });
    addCheckoutRoutes(app, store);
    addPortalRoutes(app, store, gate.origin);
    addPasswordRoutes(app, services);
    addHookRoute(app, store);
    return {
      get key() {
        return keys.key;
      },
      workspace,
      fleek: { key: fleekKey, project },
      sample,
      store,
      hostsApp: async (hostname) => {
        const host = apps.addresses.appAt(hostname);
        if (!host) return false;
        return host.appsOnly || (await appNamed(store, host.by, host.name)) !== undefined;
      },
      fetch: async (request, from) =>
        app.fetch(request, { address: settings.addressOf(peerOf(from), request.headers) }),
      close: async () => {
        // Jobs hear of it before their engines go, and give back what they have not finished.
        const jobsEnded = jobs.close();
        await Promise.all([services.speech?.close(), services.conversations.close()]);
        await jobsEnded;
        await bots.close();
        await Promise.all(pending);
        await storage.close();
        await database.close();
      },
    };
  } catch (error) {
    await jobs.close();
    await database.close();
    throw error;
  }
};
