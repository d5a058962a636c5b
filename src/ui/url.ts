/** The schemes that an address from data may have, by what it is used for. */
const schemes = {
  /** Something that the visitor may follow. */
  link: /^(https?|mailto):$/,
  /** Something that is loaded into an `<img>`, `<video>` or `<audio>`, which run nothing. */
  media: /^(https?|data|blob):$/,
  /** Something that is fetched. */
  data: /^(https?|blob):$/,
} as const;

const mediaData = /^data:(image|video|audio)\//i;

/** The absolute address if its scheme fits the use, else `undefined`. Relative ones are the page's. */
export const safeUrl = (
  text: string | null | undefined,
  use: keyof typeof schemes,
): string | undefined => {
  const url = text ? URL.parse(text, document.baseURI) : null;
  if (!url || !schemes[use].test(url.protocol)) return undefined;
  if (url.protocol === 'data:' && !mediaData.test(url.href)) return undefined;
  return url.href;
};

const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** The address if it is `https:`, or `http:` on this machine: where a visitor may be sent to pay. */
export const secureUrl = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return undefined;
  if (url.protocol === 'https:') return url.href;
  return url.protocol === 'http:' && thisMachine.test(url.hostname) ? url.href : undefined;
};
