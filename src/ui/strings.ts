/** Texts that every element needs. An element adds its own and takes overrides for all of them. */
export const commonStrings = {
  loading: 'Loading…',
  retry: 'Try again',
  offline: 'You are offline. This will load when you are back.',
  failed: 'This could not be loaded.',
  failures: {
    not_found: 'This is no longer available.',
    no_endpoint: 'This is not set up yet.',
    not_configured: 'This is not set up yet.',
    not_exposed: 'This is not available here.',
    rate_limited: 'Too many requests. Please try again in a moment.',
    unavailable: 'This is not available right now.',
    timeout: 'This took too long.',
    upstream_timeout: 'This took too long.',
    network: 'The connection failed.',
    captcha_required: 'Please confirm that you are human, and try again.',
  } as Readonly<Record<string, string>>,
};

export type CommonStrings = typeof commonStrings;

/** Defaults with the owner's overrides on top; `failures` are merged by code. */
export const mergeStrings = <S extends CommonStrings>(
  defaults: S,
  overrides: Partial<S> | undefined,
): S => ({
  ...defaults,
  ...overrides,
  failures: { ...defaults.failures, ...overrides?.failures },
});

/**
 * A text with its places filled in: `fill('{n} of {total}', { n: 1, total: 3 })`. `unknown`, because
 * the owner's own texts come as JSON.
 */
export const fill = (text: unknown, values: Readonly<Record<string, string | number>>): string =>
  String(text).replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
