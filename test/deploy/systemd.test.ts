import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { promisify } from 'node:util';
import { start } from '../runtimes/process.ts';
import { startUpstream } from '../runtimes/upstream.ts';
import { deployFile, knownVariables, variablesIn } from './files.ts';
import { assertServes, copyProject, key, settings } from './project.ts';

const analyze = '/usr/bin/systemd-analyze';
const unit = await deployFile('systemd', 'fae-proxy.service');
const variables = variablesIn(await deployFile('systemd', 'fae-proxy.env'));

/** The values of a setting of the unit, of which there may be several lines. */
const valuesOf = (name: string): readonly string[] =>
  unit
    .split('\n')
    .filter((line) => line.startsWith(`${name}=`))
    .map((line) => line.slice(name.length + 1));

const environment = Object.fromEntries(
  valuesOf('Environment')
    .flatMap((line) => line.split(' '))
    .map((pair) => pair.split('=', 2) as [string, string]),
);

describe('deploy/systemd/fae-proxy.service', () => {
  test('its variables are those of the proxy, and none is a key', () => {
    for (const name of Object.keys({ ...variables, ...environment })) {
      assert.ok(knownVariables.has(name), name);
      assert.ok(!/KEY$|SECRET$|TOKEN$/.test(name), name);
    }
  });

  test('what is under way has time to end before systemd ends it', () => {
    assert.ok(Number(environment['FAE_DRAIN']) < Number(valuesOf('TimeoutStopSec')[0]));
  });

  test('its command serves, with the key in a file', async () => {
    const [project, upstream] = await Promise.all([copyProject('systemd'), startUpstream()]);
    try {
      await writeFile(join(project.folder, 'fae-api-key'), `${key}\n`);
      const [, ...args] = (valuesOf('ExecStart')[0] ?? '')
        .replaceAll('/opt/fae-proxy', project.folder)
        .split(' ');
      const file = environment['FAE_API_KEY_FILE']?.replace('%d', project.folder) ?? '';
      const env = { ...settings(upstream), FAE_API_KEY: '', FAE_API_KEY_FILE: file };
      const proxy = await start(process.execPath, args, env, project.folder);
      try {
        await assertServes(proxy.url);
      } finally {
        await proxy.stop();
      }
    } finally {
      await Promise.all([project.remove(), upstream.stop()]);
    }
  });

  test('systemd takes it, and finds it well shut off', { skip: !existsSync(analyze) }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fae-unit-'));
    try {
      const file = join(folder, 'fae-proxy.service');
      await writeFile(file, unit.replace('/usr/bin/node', process.execPath));
      const verified = await promisify(execFile)(analyze, ['verify', file]);
      assert.equal(verified.stderr, '');
      // Exits with 1 above the threshold, in tenths: from 0 for shut off to 10 for open.
      await promisify(execFile)(analyze, ['security', '--offline=true', '--threshold=15', file]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
