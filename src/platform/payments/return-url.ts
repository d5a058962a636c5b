/** What stands in a return address for the session's name, as Stripe has it. */
const placeholder = '{CHECKOUT_SESSION_ID}';

/** A return address as URLs write themselves, fit for a header, with Stripe's placeholder left alone. */
export const returnUrl = (text: string): string =>
  new URL(text).href.replaceAll(encodeURI(placeholder), placeholder);

/** The address that a buyer comes back to, who knows the session by then. */
export const withSession = (url: string, session: string): string =>
  url.replaceAll(placeholder, session);
