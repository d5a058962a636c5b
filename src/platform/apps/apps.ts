import type { Env } from '../engines/mode.ts';
import { appAddresses, type AppAddresses } from './app-addresses.ts';
import { readTemplates, type Templates } from './templates.ts';

/** What handlers need to know of apps beside the database. */
export interface Apps {
  readonly addresses: AppAddresses;
  readonly templates: Templates;
  /** Where the proxy is, for pages that use the elements. */
  readonly endpoint: string;
}

/**
 * @param templates the folder of the starters; none where it is absent
 * @throws {TypeError} for a `FAE_APPS_URL` that makes no sense
 */
export const openApps = async ({
  publicUrl,
  env,
  templates,
}: {
  readonly publicUrl: string;
  readonly env: Env;
  readonly templates: string | undefined;
}): Promise<Apps> => ({
  addresses: appAddresses(publicUrl, env),
  templates: await readTemplates(templates),
  // Where `start` has it; whoever puts the proxy elsewhere changes the pages.
  endpoint: `${publicUrl}/fae`,
});
