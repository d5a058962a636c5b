import { HttpError } from '../../http/problem.ts';

const foreign = new Set(['cross-site', 'same-site']);

const refused = () =>
  new HttpError(403, 'origin_not_allowed', 'Only pages of this server may do this.');

/**
 * Makes sure that a request does not come from another origin's page: neither by its `Origin` nor,
 * where a browser sends none, by its `Sec-Fetch-Site`.
 *
 * @throws {HttpError} 403 `origin_not_allowed`
 */
export const refuseForeignPages = (request: Request, origin: string): void => {
  const given = request.headers.get('Origin');
  const site = request.headers.get('Sec-Fetch-Site');
  if ((given !== null && given !== origin) || (site !== null && foreign.has(site))) throw refused();
};

/**
 * Makes sure that one of our own pages sends a request that its cookie would let through. What changes
 * something has to say so, as every browser does by an `Origin`.
 *
 * @throws {HttpError} 403 `origin_not_allowed`
 */
export const requireOwnPage = (request: Request, origin: string): void => {
  refuseForeignPages(request, origin);
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && request.headers.get('Origin') === null) throw refused();
};
