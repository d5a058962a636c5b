import { createPlatform } from '../platform/index.ts';
import { platformSession, type Authorize, type ProxyOptions } from '../proxy/index.ts';
import { createProxy, packagedScripts } from '../proxy/node.ts';
import type { Command } from './command.ts';
import { createDemo } from './demo.ts';
import { firstOfEach } from './first-of-each.ts';
import {
  dataFolder,
  dataOption,
  listeningOptions,
  listeningSettings,
} from './listening-options.ts';
import { platformSecrets, platformSecretsNote } from './platform-variables.ts';
import { secretVariables, takeSecretFiles } from './secrets.ts';
import { listen } from './server.ts';
import { fromSettings, UsageError } from './usage-error.ts';

type Env = NodeJS.ProcessEnv;

/** An upstream elsewhere: its address and its key, or neither. */
const upstream = (env: Env, api: 'FAE' | 'FLEEK') => {
  const url = env[`${api}_API_URL`];
  const key = env[`${api}_API_KEY`];
  if (!url && !key) return undefined;
  if (url && key) return { url, key };
  const missing = url ? 'KEY' : 'URL';
  throw new UsageError(
    `${api}_API_${url ? 'URL' : 'KEY'} is set without ${api}_API_${missing}: set both to use ` +
      'another upstream than the platform started here, or neither.',
  );
};

/** Under `start` every visitor operation may be tried, and a chat may take a while. */
const generous = (env: Env): Pick<ProxyOptions, 'expose' | 'limits'> => ({
  ...(!env['FAE_EXPOSE'] && { expose: { '*': true } }),
  ...(!env['FAE_LIMITS'] && { limits: { visitor: { chat: 60 } } }),
});

/**
 * Who is logged in at the platform may do through the proxy what they may do there; at an API elsewhere
 * they are nobody. The sample project is looked after by the people of the sample workspace.
 */
const asAtPlatform =
  (session: Authorize, elsewhere: Readonly<Record<'fae' | 'fleek', unknown>>): Authorize =>
  (request, operation) =>
    elsewhere[operation.api] === undefined && session(request, operation);

export const startCommand: Command = {
  summary: 'platform, proxy and demo site together, on one port',
  description: `Starts the platform (/api), the proxy (/fae) and the demo site (/) in one process.
The data are kept in .fae (FAE_DATA changes the folder). Nothing else is needed.`,
  options: {
    ...listeningOptions,
    ...dataOption,
  },
  notes: platformSecretsNote,
  async run({ values }) {
    const { env } = process;
    takeSecretFiles(env, [...secretVariables, ...platformSecrets]);
    const elsewhere = upstream(env, 'FAE');
    const fae = elsewhere && {
      ...elsewhere,
      ...(env['FAE_WORKSPACE'] && { workspace: env['FAE_WORKSPACE'] }),
    };
    const fleek = upstream(env, 'FLEEK');
    const server = await listen(listeningSettings(values, env));
    const platform = await fromSettings(() =>
      createPlatform({
        data: dataFolder(values, env),
        publicUrl: server.publicUrl,
        standIns: true,
        env,
      }),
    );
    server.onStop(() => platform.close());

    const here = {
      url: `${server.publicUrl}/api`,
      // In this very process: no socket is needed to get there.
      fetch: ((input, init) => platform.fetch(new Request(input, init))) satisfies typeof fetch,
    };
    const own = {
      ...here,
      // Its owner may ask for another one at any time.
      get key() {
        return platform.key;
      },
      workspace: platform.workspace,
    };
    const session = asAtPlatform(platformSession(own), { fae, fleek });
    const proxy = await fromSettings(() =>
      createProxy({
        publicUrl: server.publicUrl,
        fae: fae ?? own,
        fleek: fleek ?? { ...here, ...platform.fleek },
        ...(!(fae && fleek) && !env['FAE_OPERATOR_TOKEN'] && { authorize: session }),
        ...generous(env),
        // What is created here is to be seen at the next look.
        cache: false,
        ...packagedScripts(),
        env,
      }),
    );
    const ids = fae
      ? { ...(fae.workspace && { workspace: fae.workspace }), ...(await firstOfEach(fae)) }
      : { workspace: platform.workspace, ...platform.sample };
    const demo = createDemo(ids, `${server.publicUrl}/fae`);

    server.serve(async (request, address) => {
      const { hostname, pathname } = new URL(request.url);
      // What is on the host of an app is the app's, whatever its path.
      if (await platform.hostsApp(hostname)) return platform.fetch(request, { address });
      if (pathname === '/fae' || pathname.startsWith('/fae/')) {
        return proxy.fetch(request, { address });
      }
      return demo(request) ?? platform.fetch(request, { address });
    });
    console.log(`ready ${server.publicUrl}/`);
  },
};
