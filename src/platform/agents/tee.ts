import * as files from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/** Where Linux (6.7 and newer) has machines in a trusted execution environment ask for quotes. */
export const tsmReports = '/sys/kernel/config/tsm/report';

type FileSystem = Pick<typeof files, 'mkdir' | 'writeFile' | 'readFile' | 'rmdir'>;

/**
 * Asks the trusted execution environment that this machine runs in to vouch for some data, through
 * the kernel's configfs-tsm: a folder of one's own, the data written to `inblob`, the quote read from
 * `outblob`.
 *
 * @param data 64 bytes
 * @param folder where the kernel keeps reports
 * @param system that of the kernel, unless given
 * @returns the quote; `undefined` on a machine that runs in none
 * @see https://docs.kernel.org/ABI/testing/configfs-tsm
 */
export const teeQuote = async (
  data: Uint8Array,
  folder: string = tsmReports,
  system: FileSystem = files,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const report = join(folder, `fae-${randomUUID()}`);
  try {
    await system.mkdir(report);
  } catch {
    return undefined;
  }
  try {
    await system.writeFile(join(report, 'inblob'), data);
    const quote = await system.readFile(join(report, 'outblob'));
    return quote.byteLength > 0 ? new Uint8Array(quote) : undefined;
  } catch {
    return undefined;
  } finally {
    await system.rmdir(report).catch(() => undefined);
  }
};
