import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { sharedPostgres } from '../../support/shared-postgres.ts';
import { certificate } from '../certificate.ts';
import { sample, startPlatform, testKey, testWorkspace, type Answer } from '../support.ts';
import { openStore } from './open-store.ts';
import type { PlatformProcess } from './platform-process.ts';
import { startProcess } from './processes.ts';

/** How all of them say their addresses, as behind one balancer. */
const publicUrl = 'http://localhost:4600';

/**
 * An empty database with the sample, its store, and what starts any number of platforms on it, each in
 * a process of its own.
 *
 * @param more further variables of all of them
 */
export const platforms = async (t: TestContext, more: Readonly<Record<string, string>> = {}) => {
  const url = await (await sharedPostgres()).createDatabase();
  const env = { ...more, DATABASE_URL: url, FAE_SECRET: 'a secret that all of them share' };
  const first = await startPlatform({ env });
  // Only its folder is wanted: nobody here does any jobs.
  t.after(first.close);
  await first.platform.close();
  const store = await openStore({ file: '', url });
  t.after(store.close);
  let count = 0;

  const start = async ({ hangs = false } = {}) => {
    count += 1;
    const told: PlatformProcess = {
      options: {
        data: join(first.root, `data-${count}`),
        env,
        publicUrl,
        key: testKey,
        workspace: testWorkspace,
        standIns: true,
      },
      parts: {
        sample,
        sampleFolder: join(first.root, 'sample'),
        pace: { lease: 2000, beat: 400, poll: 200 },
      },
      hangs,
      ca: certificate,
    };
    const process = startProcess<string>(t, 'platform-process.ts', told);
    await process.printed(1);
    const [origin = ''] = process.lines;
    const call = async (
      method: string,
      path: string,
      body?: unknown,
      further: Readonly<Record<string, string>> = {},
    ): Promise<Answer> => {
      const headers = { 'x-api-key': testKey, 'Content-Type': 'application/json', ...further };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const response = await fetch(`${origin}${path}`, init);
      assert.ok(response.ok, `${method} ${path}: ${response.status}`);
      return (await response.json()) as Answer;
    };
    return { ...process, origin, call };
  };

  return { store, start, sample: first.platform.sample };
};

export type RunningPlatform = Awaited<ReturnType<Awaited<ReturnType<typeof platforms>>['start']>>;
