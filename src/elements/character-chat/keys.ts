/**
 * Whether a key belongs to the choice of a word in Chinese, Japanese or Korean, as the Enter that
 * ends it does.
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Safari gives no other sign of it
  event.isComposing || event.keyCode === 229;
