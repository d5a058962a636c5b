import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import test, { after, before, describe } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startUpstream, type Upstream } from '../runtimes/upstream.ts';
import { deployFile } from './files.ts';
import {
  assertServes,
  assertServesScripts,
  copyProject,
  settings,
  type Project,
} from './project.ts';

interface Instruction {
  readonly name: string;
  readonly text: string;
}

const dockerfile: readonly Instruction[] = (await deployFile('docker', 'Dockerfile'))
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({
    name: line.slice(0, line.indexOf(' ')),
    text: line.slice(line.indexOf(' ') + 1),
  }));

const lastStage = dockerfile.slice(dockerfile.findLastIndex(({ name }) => name === 'FROM'));

const textOf = (name: string): string => {
  const found = lastStage.find((it) => it.name === name);
  assert.ok(found, `the last stage has no ${name}`);
  return found.text;
};

/** The command of an instruction in exec form: no shell stands between it and its signals. */
const commandOf = (name: string): readonly string[] =>
  JSON.parse(textOf(name).replace(/^.*?(?=\[)/, '')) as string[];

/** A user other than root, where these tests run as root. */
const somebody = process.getuid?.() === 0 ? { uid: 1_000, gid: 1_000 } : {};

describe('deploy/docker/Dockerfile', () => {
  test('builds on a pinned line of Node.js, without install scripts', () => {
    for (const { name, text } of dockerfile) {
      if (name === 'FROM') assert.match(text, /^node:24-(alpine|slim)\b/);
      if (name === 'RUN') assert.match(text, /^npm install .*--ignore-scripts/);
    }
  });

  test('holds no key, and copies nothing but what is named', async () => {
    for (const { name, text } of dockerfile) {
      if (name === 'ENV' || name === 'ARG') assert.doesNotMatch(text, /KEY|SECRET|TOKEN|PASSWORD/);
      if (name === 'COPY') assert.doesNotMatch(text, /^\. /);
    }
    assert.match(await deployFile('docker', '.dockerignore'), /^\*\n/);
  });

  test('runs as nobody in particular', () => {
    assert.equal(textOf('USER'), 'node');
  });

  describe('its steps', () => {
    let upstream: Upstream;
    let project: Project;
    before(async () => {
      [project, upstream] = await Promise.all([copyProject('docker'), startUpstream()]);
      // In the image everybody may read it, and only root may change it.
      await chmod(project.folder, 0o755);
    });
    after(async () => {
      await Promise.all([project.remove(), upstream.stop()]);
    });

    /** Runs a command as in the container. */
    const run = (command: readonly string[], env: NodeJS.ProcessEnv) => {
      const [program, ...args] = command;
      assert.equal(program, 'node');
      return spawn(process.execPath, args, { cwd: project.folder, env, ...somebody });
    };

    const isHealthy = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
      const [code] = (await once(run(commandOf('HEALTHCHECK'), env), 'exit')) as [number];
      return code === 0;
    };

    test('start it, find it healthy, and stop it', async () => {
      const given = { ...settings(upstream), NODE_ENV: 'production' };
      const proxy = run(commandOf('CMD'), given);
      let output = '';
      proxy.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const ended = once(proxy, 'exit');
      try {
        const ready = () => /^listening on http:\/\/127\.0\.0\.1:(\d+)$/m.exec(output);
        while (!ready()) await Promise.race([once(proxy.stdout, 'data'), wait(10_000)]);
        const [, port = ''] = ready() ?? [];
        await assertServes(`http://127.0.0.1:${port}`);
        await assertServesScripts(`http://127.0.0.1:${port}`);
        assert.equal(await isHealthy({ PORT: port }), true);
        proxy.kill(textOf('STOPSIGNAL') as NodeJS.Signals);
        assert.deepEqual(await ended, [0, null]);
        assert.equal(await isHealthy({ PORT: port }), false);
      } finally {
        proxy.kill('SIGKILL');
      }
    });
  });
});
