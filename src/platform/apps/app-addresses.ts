import { isIP } from 'node:net';
import type { Env } from '../engines/mode.ts';

/** Which app a host name is for: the one of this slug, or the one whose owner has this domain. */
export interface AppHost {
  readonly by: 'slug' | 'domain';
  readonly name: string;
  /** Our own host's names share a site with the session: what is served there gets no power. */
  readonly sandboxed: boolean;
  /** The host is for apps alone, so nothing else is there where no app is. */
  readonly appsOnly: boolean;
}

/** Where apps are. Host names are without a port. */
export interface AppAddresses {
  /** Where an app is reached whatever its domain points to; with a slash at the end. */
  readonly urlOf: (slug: string) => string;
  /** The name below our own that an app has by itself; `undefined` where ours is a mere number. */
  readonly domainOf: (slug: string) => string | undefined;
  /** `undefined` for a host that no app can have. */
  readonly appAt: (hostname: string) => AppHost | undefined;
  /** Whether an owner may claim a domain: none of ours, above or below. */
  readonly isFree: (domain: string) => boolean;
}

const isNumber = (hostname: string): boolean => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;

const isBelow = (hostname: string, parent: string): boolean => hostname.endsWith(`.${parent}`);

const isAround = (domain: string, host: string): boolean =>
  domain === host || isBelow(domain, host) || isBelow(host, domain);

/** @throws {TypeError} for what is no host of its own */
const appsUrlOf = (env: Env, publicHost: string): URL | undefined => {
  const text = env['FAE_APPS_URL']?.trim();
  if (!text) return undefined;
  const url = URL.parse(text);
  const isHttp = url && ['http:', 'https:'].includes(url.protocol);
  if (!isHttp || isNumber(url.hostname) || url.pathname !== '/' || url.search || url.username) {
    throw new TypeError(`FAE_APPS_URL must be a URL like "https://apps.example", not "${text}".`);
  }
  if (url.hostname === publicHost) {
    throw new TypeError('FAE_APPS_URL must have another host than the public URL.');
  }
  return url;
};

/**
 * @param publicUrl our own address, without a slash at the end
 * @throws {TypeError} for a `FAE_APPS_URL` that makes no sense
 */
export const appAddresses = (publicUrl: string, env: Env): AppAddresses => {
  const publicHost = new URL(publicUrl).hostname;
  const appsUrl = appsUrlOf(env, publicHost);
  const parent = appsUrl?.hostname ?? publicHost;

  return {
    urlOf: (slug) =>
      appsUrl ? `${appsUrl.protocol}//${slug}.${appsUrl.host}/` : `${publicUrl}/apps/${slug}/`,

    domainOf: (slug) => (isNumber(parent) ? undefined : `${slug}.${parent}`),

    appAt: (name) => {
      // A dot at the end says that nothing is to be added, which nothing is.
      const hostname = name.replace(/\.$/, '');
      if (hostname === publicHost || isNumber(hostname)) return undefined;
      const by = 'slug';
      if (appsUrl && (hostname === parent || isBelow(hostname, parent))) {
        const slug = hostname.slice(0, -parent.length - 1);
        return { by, name: slug, sandboxed: false, appsOnly: true };
      }
      if (isBelow(hostname, publicHost)) {
        const slug = hostname.slice(0, -publicHost.length - 1);
        return { by, name: slug, sandboxed: true, appsOnly: false };
      }
      if (!hostname.includes('.')) return undefined;
      return { by: 'domain', name: hostname, sandboxed: false, appsOnly: false };
    },

    isFree: (domain) => [publicHost, parent].every((host) => !isAround(domain, host)),
  };
};
