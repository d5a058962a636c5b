import type { Api } from './apis.ts';
import type { Answered } from './asking.ts';

/** Why a call has failed, and what to do. */
export interface Failure {
  readonly text: string;
  readonly fix: string;
}

const certificate = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO/;

/** What tells a cause, and the cause; the first that fits. */
const causes: readonly {
  readonly fits: (answered: Answered) => boolean;
  readonly failure: (api: Api, answered: Answered) => Failure;
}[] = [
  {
    fits: ({ late }) => late,
    failure: ({ title, url }) => ({
      text: `The ${title} gives no answer in time.`,
      fix: `See whether this machine may reach ${url}: a firewall, a wrong port; or give more --timeout.`,
    }),
  },
  {
    fits: ({ upstreamError = '' }) => certificate.test(upstreamError),
    failure: ({ title }, { upstreamError }) => ({
      text: `The certificate of the ${title} is not accepted (${upstreamError ?? ''}).`,
      fix: 'Mend it there; for an authority of your own set NODE_EXTRA_CA_CERTS.',
    }),
  },
  {
    fits: ({ upstreamStatus }) => upstreamStatus === 401 || upstreamStatus === 403,
    failure: ({ title, key, workspace }, { upstreamStatus }) => ({
      text: `The ${title} refuses the key or the workspace (${upstreamStatus ?? 0}).`,
      fix: `Check ${key} and ${workspace}.`,
    }),
  },
  {
    fits: ({ upstreamStatus }) => upstreamStatus === 404,
    failure: ({ title, url }) => ({
      text: `The ${title} knows no such address (404).`,
      fix: `${url} is the base of its addresses, and mostly ends with /api.`,
    }),
  },
  {
    fits: ({ upstreamStatus }) => upstreamStatus === 429,
    failure: ({ title }) => ({
      text: `The ${title} is asked too often (429).`,
      fix: 'Try again later.',
    }),
  },
  {
    fits: ({ upstreamStatus = 0 }) => upstreamStatus >= 500,
    failure: ({ title }, { upstreamStatus }) => ({
      text: `The ${title} fails by itself (${upstreamStatus ?? 0}).`,
      fix: 'Look into its own log, or at its status page.',
    }),
  },
  {
    fits: ({ upstreamStatus }) => upstreamStatus !== undefined,
    failure: ({ title, url }, { hint }) => ({
      text: `The ${title} answers something else than it should. ${hint ?? ''}`.trimEnd(),
      fix: `See whether ${url} is right; for the FAE API it mostly ends with /api.`,
    }),
  },
  {
    fits: ({ upstreamError }) => upstreamError !== undefined,
    failure: ({ title, url }, { upstreamError }) => ({
      text: `The ${title} cannot be reached (${upstreamError ?? ''}).`,
      fix: `See whether ${url} is right, and whether this machine may reach it.`,
    }),
  },
];

/** Why a call has failed, from what the proxy found out about it. */
export const failureOf = (answered: Answered, api: Api): Failure =>
  causes.find(({ fits }) => fits(answered))?.failure(api, answered) ?? {
    text: `The ${api.title} cannot be asked (${answered.code ?? answered.status}).`,
    fix: answered.hint ?? `Check ${api.url}, ${api.key} and ${api.workspace}.`,
  };
