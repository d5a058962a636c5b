import type { Ask } from './requests.ts';

interface Character {
  readonly id: string;
  readonly name: string;
  readonly visits: number;
}

export interface Mixed {
  readonly requests: number;
  /** One sentence for each record that is not as it was acknowledged, and each refusal. */
  readonly lost: readonly string[];
}

const connections = 16;
/** On each connection; beyond it the oldest one is deleted. */
const mostKept = 12;

/** Characters that one visitor makes, changes and deletes; nobody else does. */
const visitor = (ask: Ask, number: number) => {
  const kept = new Map<string, Character>();
  let requests = 0;
  let turn = 0;

  const send = (method: string, path: string, body?: unknown): Promise<string> => {
    requests += 1;
    return ask(method, path, body);
  };

  const create = async (): Promise<void> => {
    const name = `Visitor ${number}, character ${turn}`;
    const answer = await send('POST', '/characters', { name, visits: 0 });
    const { id } = JSON.parse(answer) as Character;
    kept.set(id, { id, name, visits: 0 });
  };

  const change = async ({ id, name, visits }: Character): Promise<void> => {
    await send('PUT', `/characters/${id}`, { visits: visits + 1 });
    kept.set(id, { id, name, visits: visits + 1 });
  };

  const remove = async ({ id }: Character): Promise<void> => {
    await send('DELETE', `/characters/${id}`);
    kept.delete(id);
  };

  /** Of eight turns two write something new, two change it, and four read. */
  const act = async (): Promise<void> => {
    turn += 1;
    const [oldest] = kept.values();
    const newest = [...kept.values()].at(-1);
    if (turn % 8 === 0 || !newest || !oldest) return create();
    if (turn % 8 === 1) return kept.size > mostKept ? remove(oldest) : create();
    if (turn % 4 === 2) return change(newest);
    await send('GET', turn % 8 === 3 ? '/characters' : '/stories');
  };

  return { act, kept, count: () => requests };
};

/** What is there and what should be, compared. */
const compare = (found: readonly Character[], wanted: ReadonlyMap<string, Character>): string[] => {
  const lost: string[] = [];
  const left = new Map(wanted);
  for (const { id, name, visits } of found) {
    if (!name.startsWith('Visitor ')) continue;
    const expected = left.get(id);
    if (!expected) lost.push(`${name} is there again`);
    else if (expected.visits !== visits) {
      lost.push(`${name} has ${visits} visits, ${expected.visits} were acknowledged`);
    }
    left.delete(id);
  }
  for (const { name } of left.values()) lost.push(`${name} is gone`);
  return lost;
};

/** Many visitors read and write for some seconds; then everything must be as they were told. */
export const mixedLoad = async (ask: Ask, seconds: number): Promise<Mixed> => {
  const visitors = Array.from({ length: connections }, (_, number) => visitor(ask, number));
  const refused: string[] = [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    visitors.map(async ({ act }) => {
      while (performance.now() < end) {
        await act().catch((error: unknown) => refused.push(String(error)));
      }
    }),
  );
  const wanted = new Map(visitors.flatMap(({ kept }) => [...kept]));
  const found = JSON.parse(await ask('GET', '/characters')) as Character[];
  return {
    requests: visitors.reduce((total, { count }) => total + count(), 0),
    lost: [...refused, ...compare(found, wanted)],
  };
};
