import { ElementError } from './failure.ts';

/** What the script-tag loader leaves for the elements, under a symbol that all copies share. */
export interface PageRecord {
  readonly version: string;
  /** The folder that the loader came from, without a slash at the end. */
  readonly endpoint: string;
}

const pageRecord = (): PageRecord | undefined =>
  (globalThis as { [key: symbol]: PageRecord | undefined })[Symbol.for('fae-widgets')];

/**
 * The proxy's address: what the element says, else `<meta name="fae-endpoint">`, else the folder
 * that the loader script came from.
 *
 * @throws {ElementError} `no_endpoint` when the page names none
 */
export const resolveEndpoint = (own: string | null | undefined): string => {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="fae-endpoint"]')?.content;
  const endpoint = own?.trim() || meta?.trim() || pageRecord()?.endpoint;
  if (endpoint) return endpoint.replace(/\/+$/, '');
  throw new ElementError(
    'no_endpoint',
    'No proxy is named: set the "endpoint" attribute or <meta name="fae-endpoint">.',
  );
};
