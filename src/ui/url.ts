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
