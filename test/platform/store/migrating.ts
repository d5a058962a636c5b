/** A process that opens the database once it is told to, and prints what it finds in it. */
import { once } from 'node:events';
import { openStore, type Place } from './open-store.ts';

const print = (value: unknown): void => console.log(JSON.stringify(value));

print('ready');
await once(process.stdin, 'data');
const store = await openStore(JSON.parse(process.argv[2] ?? '') as Place);
const jobs = await store.db.selectFrom('jobs').selectAll().execute();
print({ jobs: jobs.length });
await store.close();
process.stdin.destroy();
