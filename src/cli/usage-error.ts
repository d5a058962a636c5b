/** Something that whoever typed the command can mend: told in one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Creates something out of settings. A setting that cannot be meant, which our factories refuse by a
 * `TypeError`, is for whoever typed the command.
 */
export const fromSettings = async <T>(create: () => T | Promise<T>): Promise<T> => {
  try {
    return await create();
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
};
