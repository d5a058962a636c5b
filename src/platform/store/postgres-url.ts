/**
 * Makes sure that `DATABASE_URL` can be meant. A password that is not percent-encoded moves parts of
 * itself to where addresses are told in messages; that is refused, too.
 *
 * @throws {TypeError} without the URL in its text
 */
export const assertPostgresUrl = (text: string): void => {
  const url = URL.parse(text);
  const isMeant =
    url !== null &&
    /^postgres(ql)?:$/.test(url.protocol) &&
    url.hash === '' &&
    (url.username !== '' || !text.includes('@'));
  if (isMeant) return;
  throw new TypeError(
    'DATABASE_URL must look like postgres://user:password@host:5432/database, user and password percent-encoded.',
  );
};

/** Where the database is, for messages: never with the password. */
export const postgresPlace = (text: string): string => {
  const url = new URL(text);
  return `${url.host || url.searchParams.get('host') || 'localhost'}${url.pathname}`;
};
