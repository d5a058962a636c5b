import assert from 'node:assert/strict';
import test from 'node:test';
import { safeParse } from 'valibot';
import { botsSchemas } from '../../../src/api/fae/bots.schemas.ts';
import { bots as sampleBots } from '../../../src/platform/sample/bots.ts';
import { characters } from '../../../src/platform/sample/characters.ts';
import { sample } from '../support.ts';
import { startBots } from './support.ts';

test('The bot of the sample asks its character, and has the answer in its log', async (t) => {
  const asked = characters.map((it) => ({ ...it, files: {}, key: it.key, role: it.key }));
  const bots = await startBots(t, { sample: { ...sample, characters: asked, bots: sampleBots } });
  const [bot] = await bots.server.json(200, 'GET', '/api/bots');
  assert.ok(bot);
  assert.deepEqual(safeParse(botsSchemas.create.body, await bots.get(bot.id)).issues, undefined);
  await bots.run(bot.id);
  await bots.reaches(bot.id, 'idle');
  const [report = ''] = await bots.messages(bot.id, 'report');
  assert.match(report, /^Pip reports: .*\bI\b/);
});
