import { join } from 'node:path';
import { response as characterResponse } from '../api/fae/characters.operations.ts';
import { addApiRoutes } from './api.ts';
import { createApp } from './app.ts';
import { openDataFolder } from './data-folder.ts';
import { createReplies } from './engines/replies.ts';
import { createSpeech } from './engines/speech.ts';
import { createFiles } from './files/files.ts';
import { addFileRoutes } from './files/routes.ts';
import { characterHandlers } from './handlers/characters.ts';
import type { Handlers } from './handlers/handler.ts';
import { modelHandlers } from './handlers/models.ts';
import { nftHandlers } from './handlers/nfts.ts';
import { paymentHandlers } from './handlers/payments.ts';
import type { Services } from './handlers/services.ts';
import { ttsHandlers } from './handlers/tts.ts';
import { sampleKeys } from './keys.ts';
import { createOutbound } from './outbound.ts';
import { addCheckoutRoutes } from './payments/checkout-routes.ts';
import { seed, type Sample } from './seed.ts';
import { readSettings, type PlatformOptions } from './settings.ts';
import { openDatabase } from './store/database.ts';
import { failUnendedJobs } from './store/jobs.ts';
import { ownUrls } from './store/own-urls.ts';
import type { Store } from './store/store.ts';
import { putWorkspace } from './store/workspaces.ts';

export interface Platform {
  /** Answers `/api/*`, `/files/*` and `/checkout/*`; 404 for anything else. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends background work, engines and the database. Stop sending requests first. */
  readonly close: () => Promise<void>;
  /** The sample workspace's key. */
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
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly services?: Partial<Pick<Services, 'replies' | 'speech' | 'outbound' | 'replyDeadline'>>;
}

const handlersOf = (services: Services): Handlers => ({
  nfts: nftHandlers(services),
  payments: paymentHandlers(services),
  characters: characterHandlers(services),
  models: modelHandlers(services),
  tts: ttsHandlers(services),
});

/** The platform together with its store, through which further workspaces are made. */
export const openPlatform = async (
  options: PlatformOptions,
  parts: Parts,
): Promise<Platform & { readonly store: Store }> => {
  const settings = readSettings(options);
  const { data, publicUrl, env, standIns, log } = settings;
  await openDataFolder(data);
  const { key, workspace } = await sampleKeys(data, settings);
  const db = await openDatabase(join(data, 'platform.db'));
  const store: Store = { db, urls: ownUrls(publicUrl), now: parts.now ?? Date.now };
  const files = createFiles(store, join(data, 'files'), publicUrl);

  const pending = new Set<Promise<void>>();
  const background = (work: Promise<void>): void => {
    const watched = work
      .catch((error: unknown) => log({ event: 'background_failed', error: String(error) }))
      .finally(() => pending.delete(watched));
    pending.add(watched);
  };

  try {
    await failUnendedJobs(store);
    await putWorkspace(store, { name: 'Sample', id: workspace, key });
    const sample = await seed({
      store,
      files,
      workspace,
      sample: parts.sample,
      folder: parts.sampleFolder,
    });
    const services: Services = {
      settings,
      store,
      files,
      background,
      outbound: createOutbound(settings),
      replies: createReplies({ env, standIns }),
      speech: createSpeech({ env, standIns }),
      replyDeadline: characterResponse.deadline,
      ...parts.services,
    };
    const app = createApp(settings);
    addApiRoutes(app, store, handlersOf(services));
    addFileRoutes(app, files);
    addCheckoutRoutes(app, store);
    return {
      key,
      workspace,
      sample,
      store,
      fetch: async (request) => app.fetch(request),
      close: async () => {
        await services.speech?.close();
        await Promise.all(pending);
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
};
