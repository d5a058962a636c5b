import { safeUrl } from '../../ui/url.ts';

/** Folders to which a content path is appended, in the order in which they are tried. */
export interface Gateways {
  readonly ipfs: readonly string[];
  readonly arweave: readonly string[];
}

/** One address of a file, and the gateway that answers for it, if it goes through one. */
export interface Source {
  readonly url: string;
  readonly gateway?: string;
}

const publicGateways =
  'https://ipfs.io/ipfs/ https://dweb.link/ipfs/ https://arweave.net/ https://permagate.io/';

/**
 * Reads the `gateways` attribute: addresses separated by spaces or commas. One whose path ends in
 * `/ipfs/` is for `ipfs:`, any other for `ar:`, and for `ipfs:` too where no address ends so.
 *
 * @param text two public gateways for each when absent; none when empty
 */
export const parseGateways = (text: string | null | undefined): Gateways => {
  const folders = (text ?? publicGateways)
    .split(/[\s,]+/)
    .map((address) => safeUrl(address, 'data')?.replace(/\/*$/, '/'))
    .filter((folder) => folder !== undefined);
  const ipfs = folders.filter((folder) => folder.endsWith('/ipfs/'));
  const arweave = folders.filter((folder) => !folder.endsWith('/ipfs/'));
  return { ipfs: ipfs.length ? ipfs : arweave.map((folder) => `${folder}ipfs/`), arweave };
};

const cid = '(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{50,})';
/** `ipfs://CID/path`, also with the doubled `ipfs/` that many minting tools wrote, and a bare CID. */
const ipfsAddress = new RegExp(`^(?:ipfs:/*(?:ipfs/)*|(?=${cid}(?:/|$)))(.+)$`, 'is');
const arweaveAddress = /^ar:\/*(.+)$/is;
const httpGateway = /^(https?:\/\/[^?#]+?\/ipfs\/)(.+)$/is;

/** A `#` is part of a file's name here ("Robot #12.png"), as there is no page to jump in. */
const through = (folders: readonly string[], path: string): Source[] =>
  folders
    .map((gateway) => ({ gateway, url: safeUrl(gateway + path.replaceAll('#', '%23'), 'media') }))
    .filter((source): source is Required<Source> => !!source.url?.startsWith(source.gateway));

/**
 * Where a file can be had, best first; nothing where its address is unsafe or no gateway is known.
 * An `http:` address of somebody's IPFS gateway falls back on ours: many that minting tools wrote
 * have been shut down since.
 */
export const sourcesOf = (address: string, gateways: Gateways): readonly Source[] => {
  const text = address.trim();
  const [, start, file] = httpGateway.exec(text) ?? [];
  const folder = safeUrl(start, 'media');
  if (folder && file) return through([...new Set([folder, ...gateways.ipfs])], file);
  const ipfs = ipfsAddress.exec(text)?.[1];
  if (ipfs) return through(gateways.ipfs, ipfs);
  const arweave = arweaveAddress.exec(text)?.[1];
  if (arweave) return through(gateways.arweave, arweave);
  const url = safeUrl(text, 'media');
  return url ? [{ url }] : [];
};

/** How long a gateway that failed is asked last. */
const penalty = 60_000;
const failedAt = new Map<string, number>();
const winners = new Map<string, string>();

/** A file came from here: the next image of the same address asks there first. */
export const noteSuccess = (address: string, source: Source): void => {
  if (!source.gateway) return;
  failedAt.delete(source.gateway);
  winners.set(address, source.url);
};

/** Nothing came from here, or too late: for a minute every gallery of the page asks others first. */
export const noteFailure = (address: string, source: Source): void => {
  if (!source.gateway) return;
  failedAt.set(source.gateway, Date.now());
  winners.delete(address);
};

/** The sources in the order in which the page's experience with their gateways speaks for them. */
export const ranked = (address: string, sources: readonly Source[]): Source[] => {
  const rank = ({ url, gateway = '' }: Source) => {
    if (winners.get(address) === url) return 0;
    return Date.now() - (failedAt.get(gateway) ?? -Infinity) < penalty ? 2 : 1;
  };
  return sources.toSorted((a, b) => rank(a) - rank(b));
};
