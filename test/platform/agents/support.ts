import type { TestContext } from 'node:test';
import type { Parts } from '../../../src/platform/platform.ts';
import type { PlatformOptions } from '../../../src/platform/settings.ts';
import { startForPeople } from '../people.ts';
import type { Answer, Item } from '../support.ts';
import { until } from '../until.ts';

/** Jobs are looked after as soon as they are there. */
export const pace = { poll: 5, beat: 20 };

/** The least that Eliza 1.x takes. */
export const small = { name: 'Ada', bio: 'Built engines.' };

export interface Line {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
  readonly priority: number;
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly next_page: string | null;
  readonly prev_page: string | null;
}

/** A platform, and what the tests do with its agents; closed at the test's end. */
export const startAgents = async (
  t: TestContext,
  options: PlatformOptions = {},
  parts: Partial<Parts> = {},
  folder?: string,
) => {
  const server = await startForPeople(options, { pace, ...parts }, folder);
  t.after(server.close);
  const { key } = server.platform.fleek;

  /** A request with the sample project's key. */
  const ask = (
    status: number,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    server.json(status, method, `/api${path}`, body, { 'x-api-key': key, ...headers });

  const path = (id: string, action = '') => `/v1/ai-agents/${id}${action}`;
  const create = async (file: unknown = small, more: object = {}): Promise<string> => {
    const config = typeof file === 'string' ? file : JSON.stringify(file);
    return (await ask(201, 'POST', '/v2/ai-agents', { config, ...more })).id;
  };
  const get = (id: string): Promise<Item> => ask(200, 'GET', path(id));
  const reaches = (id: string, status: string) =>
    until(async () => (await get(id))['status'] === status);
  const logs = async (id: string, query = ''): Promise<Page<Line>> =>
    (await ask(200, 'GET', path(id, `/logs${query}`))) as unknown as Page<Line>;

  return {
    server,
    ask,
    path,
    create,
    get,
    reaches,
    logs,
    /** Makes an agent, and waits until it answers. */
    running: async (file: unknown = small, more: object = {}): Promise<string> => {
      const id = await create(file, more);
      await ask(200, 'POST', path(id, '/publish'));
      await reaches(id, 'Running');
      return id;
    },
    messages: async (id: string) => (await logs(id)).data.map(({ message }) => message),
  };
};

export type TestAgents = Awaited<ReturnType<typeof startAgents>>;
