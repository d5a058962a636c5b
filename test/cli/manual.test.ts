import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { errorStatus } from '../../src/api/errors.ts';
import { flagVariables } from '../../src/cli/proxy-options.ts';
import { secretVariables } from '../../src/cli/secrets.ts';
import { operations } from '../../src/proxy/index.ts';
import * as entries from '../../src/proxy/node.ts';
import * as common from '../../src/proxy/index.ts';
import { root } from '../package/packed.ts';

const manual = await readFile(join(root, 'docs/proxy.md'), 'utf8');

/** The codes that a client finds out by itself, or that only the platform speaks of. */
const notOurs = new Set(['unauthenticated', 'inactive', 'sold_out', 'timeout']);

describe('docs/proxy.md', () => {
  test('names every variable, and no other', () => {
    const known = [...flagVariables, ...secretVariables, 'FAE_DRAIN', 'FAE_MAX_CONNECTIONS'];
    for (const name of known) assert.ok(manual.includes(`\`${name}`), name);
    for (const [name] of manual.matchAll(/\bF(AE|LEEK)_[A-Z_]+\b/g)) {
      assert.ok(known.includes(name.replace(/_FILE$/, '')), name);
    }
  });

  test('lists the visitor operations as they are', () => {
    const offered = operations.filter(({ audience }) => audience === 'visitor');
    for (const { name, method, path, cache } of offered) {
      const row = manual.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      assert.ok(row?.includes(`\`${method} ${path}\``), name);
      assert.ok(row?.endsWith(cache === undefined ? '| – |' : `| ${cache} s |`), name);
    }
    const rows = manual.match(/^\| `\w+\.\w+` \| `(GET|POST) /gm);
    assert.equal(rows?.length, offered.length);
  });

  test('explains every code that the proxy answers with', () => {
    for (const [code, status] of Object.entries(errorStatus)) {
      if (status === 0 || notOurs.has(code) || [405, 413, 415, 416].includes(status)) continue;
      assert.ok(manual.includes(`${status} \`${code}\``), code);
    }
  });

  test('imports what there is', () => {
    const names = { ...common, ...entries };
    for (const [, list = ''] of manual.matchAll(
      /import \{ ([\w, ]+) \} from 'fae-widgets\/proxy(?:\/node)?'/g,
    )) {
      for (const name of list.split(', ')) assert.ok(name in names, name);
    }
  });
});
