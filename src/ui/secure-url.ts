const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** The address if it is `https:`, or `http:` on this machine: where a visitor may be sent to pay. */
export const secureUrl = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return undefined;
  if (url.protocol === 'https:') return url.href;
  return url.protocol === 'http:' && thisMachine.test(url.hostname) ? url.href : undefined;
};
