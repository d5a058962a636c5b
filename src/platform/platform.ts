import { join } from 'node:path';
import { response as characterResponse } from '../api/fae/characters.operations.ts';
import { accountServices } from './accounts/account-services.ts';
import { addPasswordRoutes } from './accounts/password-page.ts';
import { addApiRoutes } from './api.ts';
import { createApp } from './app.ts';
import { openApps } from './apps/apps.ts';
import { addAppHosts, addAppRoutes } from './apps/routes.ts';
import { createAppServer } from './apps/serve.ts';
import { peerOf, type Connection } from './client-address.ts';
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
import { paymentHandlers } from './handlers/payments.ts';
import { productHandlers } from './handlers/products.ts';
import { sceneHandlers } from './handlers/scenes.ts';
import type { Services } from './handlers/services.ts';
import { storyHandlers } from './handlers/stories.ts';
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
import { seed, type Sample } from './seed.ts';
import { readSettings, type PlatformOptions } from './settings.ts';
import { appNamed } from './store/apps.ts';
import { openDatabase } from './store/database.ts';
import { ownUrls } from './store/own-urls.ts';
import type { Store } from './store/store.ts';
import { putWorkspace } from './store/workspaces.ts';

const day = 24 * 60 * 60 * 1000;

export interface Platform {
  /**
   * Answers `/api/*`, `/files/*`, `/apps/*`, `/templates/*`, `/checkout/*` and `/account/*`, and
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
  /** Where the OpenAPI documents are, and where the library of the page that shows them. */
  readonly reference?: ReferenceFolders;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How jobs of further kinds are done. */
  readonly jobs?: JobHandlers;
  /** How often jobs are looked after, in milliseconds. */
  readonly pace?: Pick<JobsOptions, 'lease' | 'beat' | 'poll'>;
  readonly services?: Partial<
    Pick<
      Services,
      | 'replies'
      | 'speech'
      | 'outbound'
      | 'replyDeadline'
      | 'passwords'
      | 'payments'
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
});

/** The platform together with its store, through which further workspaces are made. */
export const openPlatform = async (
  options: PlatformOptions,
  parts: Parts,
): Promise<Platform & { readonly store: Store }> => {
  const settings = readSettings(options);
  const { data, databaseUrl, publicUrl, env, standIns, log } = settings;
  await openDataFolder(data);
  const keys = { ...(await sampleKeys(data, settings)) };
  const { key, workspace } = keys;
  const storage = await openStorage(settings);
  const apps = await openApps({ publicUrl, env, templates: parts.templates });
  const database = await openDatabase({ file: join(data, 'platform.db'), url: databaseUrl, log });
  const { db, notices } = database;
  const store: Store = { db, notices, urls: ownUrls(publicUrl), now: parts.now ?? Date.now };
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
    const sample = await seed({
      store,
      files,
      blobs,
      ...apps,
      workspace,
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
      replies: createReplies({ env, standIns }),
      speech: createSpeech({ env, standIns }),
      replyDeadline: characterResponse.deadline,
      ...parts.services,
    };
    const bots = createBots(services);
    const expiry = expiryHandlers(store, settings.retainDays);
    jobs.start({ ...expiry, ...bots.jobs, ...parts.jobs }, [speechKind]);
    await scheduleExpiry(store);
    background(blobs.sweep());
    background(clearForgotten(uploadFolder));
    const app = createApp(settings);
    const serve = createAppServer(store, blobs);
    addAppHosts(app, { store, addresses: apps.addresses, serve });
    addWebhookRoute(app, services.payments);
    const gate = { store, cookie: services.cookie, origin: new URL(publicUrl).origin };
    addHealthRoute(app, store);
    addReferenceRoutes(app, { publicUrl, ...parts.reference });
    addApiRoutes(app, gate, handlersOf(services));
    addFileRoutes(app, files);
    addAppRoutes(app, { store, serve, templates: apps.templates });
    addCheckoutRoutes(app, store);
    addPasswordRoutes(app, services);
    addHookRoute(app, store);
    return {
      get key() {
        return keys.key;
      },
      workspace,
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
        await services.speech?.close();
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
