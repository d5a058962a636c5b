import { boundedMap } from '../../http/bounded-map.ts';
import { sealed } from '../../http/headers.ts';
import { HttpError } from '../../http/problem.ts';
import type { App } from '../app.ts';
import { appNamed, type ServedApp } from '../store/apps.ts';
import type { Store } from '../store/store.ts';
import type { AppAddresses, AppHost } from './app-addresses.ts';
import type { ServeApp } from './serve.ts';
import type { Templates } from './templates.ts';

/** For so long, in milliseconds, a host is taken for what it was; every request has one. */
const rememberFor = 5_000;
const remembered = 1_000;

/**
 * Apps on hosts of their own. To be added before all else: what is on such a host is the app's, our own
 * paths are not there.
 */
export const addAppHosts = (
  app: App,
  { store, addresses, serve }: { store: Store; addresses: AppAddresses; serve: ServeApp },
): void => {
  const known = boundedMap<ServedApp | undefined>({ capacity: remembered, now: store.now });

  const appOf = async ({ by, name }: AppHost): Promise<ServedApp | undefined> => {
    const key = `${by} ${name}`;
    const kept = known.get(key);
    if (kept) return kept.value;
    const found = await appNamed(store, by, name);
    known.set(key, found, rememberFor);
    return found;
  };

  app.use(async (context, next) => {
    const host = addresses.appAt(new URL(context.req.url).hostname);
    const found = host && (await appOf(host));
    if (!host || (!found && !host.appsOnly)) {
      await next();
      return;
    }
    const { sandboxed } = host;
    context.res = await serve(context.req.raw, found, { base: '/', sandboxed });
  });
};

/** Apps below our own host, and the pictures of templates. */
export const addAppRoutes = (
  app: App,
  { store, serve, templates }: { store: Store; serve: ServeApp; templates: Templates },
): void => {
  app.all('/apps/:slug{[a-z0-9-]+}', (context) =>
    context.body(null, 308, { Location: `/apps/${context.req.param('slug')}/` }),
  );

  app.all('/apps/:slug{[a-z0-9-]+}/*', async (context) => {
    const slug = context.req.param('slug');
    const found = await appNamed(store, 'slug', slug);
    return serve(context.req.raw, found, { base: `/apps/${slug}/`, sandboxed: true });
  });

  app.get('/templates/:id{[\\w-]+}/thumbnail.svg', async (context) => {
    const picture = await templates.thumbnail(context.req.param('id'));
    if (!picture) throw new HttpError(404, 'not_found', 'There is no such template.');
    return context.body(picture, 200, {
      ...sealed,
      'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'public, max-age=3600',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
  });
};
