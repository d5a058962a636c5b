/**
 * Uses the tab's storage, which throws in sandboxed frames and where the visitor has switched it off;
 * `undefined` then, and on a server.
 */
export const inStorage = <T>(use: (storage: Storage) => T): T | undefined => {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
};
