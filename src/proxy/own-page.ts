import type { Arrival } from './call.ts';

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/**
 * Whether a page of the proxy's own origin sends a request. Where browsers send no `Origin`, which is
 * with reads of the same origin, they say so in a header that no page can write. The host must be ours
 * as well: any name can be made to lead here, and its pages are of the "same origin" too (DNS rebinding).
 */
export const isFromOwnPage = ({ request, url, origin, settings }: Arrival): boolean => {
  if (origin !== undefined) return settings.ownOrigins.has(origin);
  const isSame = request.headers.get('Sec-Fetch-Site') === 'same-origin';
  const ownHosts = [...settings.ownOrigins].map((it) => new URL(it).host);
  return isRead(request) && isSame && ownHosts.includes(url.host);
};
