import { replaceSampleKey, type Keys } from '../keys.ts';
import type { Services } from '../handlers/services.ts';
import type { Settings } from '../settings.ts';
import { createPasswords } from './passwords.ts';
import { sessionCookie } from './session-cookie.ts';

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * What accounts need.
 *
 * @param keys the sample workspace's; a new key of it is kept in them and, where the old one is, in
 * the data folder
 */
export const accountServices = (
  settings: Settings,
  keys: { key: string } & Keys,
): Pick<Services, 'cookie' | 'passwords' | 'registration' | 'keepSampleKey'> => {
  const { data, publicUrl, log } = settings;
  return {
    cookie: sessionCookie(publicUrl),
    passwords: createPasswords(),
    registration: {
      mode: settings.registration,
      workspace: keys.workspace,
      isPublic: !loopback.test(new URL(publicUrl).hostname),
    },
    keepSampleKey: async (key) => {
      keys.key = key;
      // A key from the settings is its operator's to change.
      if (settings.key !== undefined) return;
      try {
        await replaceSampleKey(data, { key, workspace: keys.workspace });
      } catch (error) {
        // The new key holds all the same; only the command that prints it would print the old one.
        log({ event: 'key_not_kept', error: String(error) });
      }
    },
  };
};
