import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { Pins } from '../../../src/proxy/options.ts';
import { pin } from '../../../src/proxy/steps/pin.ts';
import { validate } from '../../../src/proxy/steps/validate.ts';
import { callOf, id, type Asked } from '../harness.ts';

const other = 'b'.repeat(24);

const pinned = async (
  name: 'characters.response' | 'models.content' | 'tts.speak',
  pins: Pins,
  request: Asked,
) => {
  const call = callOf(request, { expose: { [name]: pins } });
  await validate(call);
  await pin(call);
};

const refused = (error: unknown) => error instanceof HttpError && error.code === 'not_exposed';

describe('pins', () => {
  test('keep a body field to the listed values', async () => {
    const chat = (characterId: string) =>
      pinned(
        'characters.response',
        { characterId: [id] },
        {
          path: '/characters/response',
          json: { characterId, text: 'Hi' },
        },
      );
    await chat(id);
    await assert.rejects(chat(other), refused);
  });

  test('keep a path parameter to the listed values', async () => {
    const model = (of: string) =>
      pinned('models.content', { id: [id] }, { path: `/models/${of}/content` });
    await model(id);
    await assert.rejects(model(other), refused);
  });

  test('do not let a pinned field be left out', async () => {
    const speak = (json: object) =>
      pinned('tts.speak', { voice: ['af_sky'] }, { path: '/tts', json: { text: 'Hi', ...json } });
    await speak({ voice: 'af_sky' });
    await assert.rejects(speak({}), refused);
  });
});
