/**
 * A process that writes one character after the other, several at a time, as fast as it can, and
 * prints the name of each once it is written. Each takes a transaction of two tables.
 */
import { insertCharacter } from '../../../src/platform/store/characters.ts';
import { transact } from '../../../src/platform/store/store.ts';
import { openStore, workspace, type Place } from './open-store.ts';

const store = await openStore(JSON.parse(process.argv[2] ?? '') as Place);
let next = 0;
const write = async (): Promise<void> => {
  while (next < 1000) {
    next += 1;
    const name = `character ${next}`;
    await transact(store, (inner) => insertCharacter(inner, workspace, { name }));
    console.log(JSON.stringify(name));
  }
};
await Promise.all([write(), write(), write()]);
await store.close();
