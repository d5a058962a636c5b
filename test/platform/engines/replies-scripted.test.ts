import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createReplies } from '../../../src/platform/engines/replies.ts';

const character = {
  name: 'Nela',
  title: 'lighthouse keeper',
  greeting: 'Mind the step.',
  prompts: ['What is the fog horn for?', 'Do you get lonely?'],
  traits: ['curt', 'kind'],
  background:
    'I keep the lamp of Skerry Point. My father kept it before me. The fog horn sounds twice a minute. It can be heard on the mainland. Puffins nest below the stairs. I bake bread on Sundays.',
};

const replies = createReplies({ env: {}, standIns: true });
assert.ok(replies);

type Turn = { role: 'user' | 'assistant'; text: string };

const say = async (text: string, history: Turn[] = [], of: Record<string, unknown> = character) =>
  (await replies.reply({ character: of, text, history, signal: AbortSignal.timeout(20_000) })).text;

/** Says one thing after another, with all that was said before as history. */
const converse = async (...texts: string[]): Promise<string[]> => {
  const history: Turn[] = [];
  for (const text of texts) {
    const reply = await say(text, history);
    history.push({ role: 'user', text }, { role: 'assistant', text: reply });
  }
  return history.filter(({ role }) => role === 'assistant').map(({ text }) => text);
};

describe('the scripted responder', () => {
  test('remembers no more of a background than can be read in a moment', async () => {
    const long = (place: number) => {
      const filler = 'It rains. '.repeat(place / 10);
      return say('Tell me of the zebra', [], {
        name: 'Nela',
        background: `${filler}A zebra came.`,
      });
    };
    assert.match(await long(40_000), /zebra/);
    assert.doesNotMatch(await long(60_000), /zebra/);
  });

  test('introduces itself with name and title', async () => {
    for (const text of ['Hi!', 'Hello there', 'Who are you?', 'Hey, what’s your name?']) {
      assert.match(await say(text), /Nela.*lighthouse keeper/, text);
    }
  });

  test('says on request that it is scripted and no language model', async () => {
    const questions = [
      'Are you a bot?',
      'are you real',
      'Are you an AI?',
      'Hi, am I right that you are ChatGPT?',
      'How do you work?',
    ];
    for (const text of questions) {
      assert.match(await say(text), /scripted responder.*not a language model/, text);
    }
  });

  test('lists its traits as Markdown', async () => {
    assert.match(await say('What are you like?'), /- \*\*curt\*\*\n- \*\*kind\*\*/);
  });

  test('answers a question by the sentence of the background that has its words', async () => {
    const plain = (await say('How often does the fog horn sound?')).replaceAll('**', '');
    assert.match(plain, /The fog horn sounds twice a minute\. It can be heard on the mainland\./);
    assert.match((await say('Any puffin around?')).replaceAll('**', ''), /Puffins nest/);
  });

  test('goes on with its story when asked for more, without repeating itself', async () => {
    const [first = '', second = '', third = ''] = await converse(
      'Tell me your story',
      'Go on',
      'More?',
    );
    assert.match(first, /Skerry Point.*My father.*twice a minute/);
    assert.match(second, /mainland.*Puffins/);
    assert.match(third, /bread/);
    assert.match(second, /go on\?|more, if/);
    assert.match(third, /whole story|no more to tell/);
    assert.doesNotMatch(second + third, /My father/);
  });

  test('takes a question that begins like a nudge for a question', async () => {
    const [, reply = ''] = await converse('Hello', 'Why do the puffins nest there?');
    assert.match(reply, /Puffins.* nest/);
    assert.doesNotMatch(reply, /Skerry Point/);
  });

  test('remembers the visitor’s name', async () => {
    const [, , last = ''] = await converse('My name is Tomás', 'Thanks', 'What is my name?');
    assert.match(last, /Tomás/);
    assert.match(await say('What is my name?'), /not told me/);
  });

  test('answers thanks and goodbyes', async () => {
    assert.match(await say('Thank you so much'), /welcome|Gladly|pleasure/);
    assert.match(await say('Bye!'), /Goodbye|Farewell|Until/);
  });

  test('deflects what it does not know, in different words, and suggests a question', async () => {
    const questions = ['What is the capital of Peru?', 'Solve x² = 2', 'Stock tips?', 'Qué?', '🎲'];
    const answers = await Promise.all(questions.map((text) => say(text)));
    for (const answer of answers) assert.match(answer, /fog horn|lonely/);
    assert.ok(new Set(answers).size >= 3, answers.join('\n'));
  });

  test('does not suggest what has been asked', async () => {
    const history: Turn[] = [
      { role: 'user', text: 'What is the fog horn for?' },
      { role: 'assistant', text: 'Ships.' },
    ];
    assert.match(await say('Peru?', history), /lonely/);
  });

  test('gives the same answer to the same words', async () => {
    assert.equal(await say('Is Peru far?'), await say('Is Peru far?'));
  });

  test('has an answer for every prompt of a character that knows nothing', async () => {
    const empty = { name: 7, traits: 'none', background: null, prompts: [null] };
    for (const text of ['Hi', 'Who are you?', 'Your story?', 'More', 'What are you like?', '?']) {
      assert.notEqual(await say(text, [], empty), '', text);
    }
  });

  test('rejects with the signal’s reason once it has aborted', async () => {
    const signal = AbortSignal.abort(new Error('the visitor left'));
    await assert.rejects(
      replies.reply({ character, text: 'Hi', history: [], signal }),
      /the visitor left/,
    );
  });
});

describe('which engine replies', () => {
  const request = { character, text: 'Hi', history: [], signal: AbortSignal.timeout(20_000) };

  test('none without a configured engine where stand-ins are not wanted', () => {
    assert.equal(createReplies({ env: {}, standIns: false }), undefined);
  });

  test('none when switched off, whatever is configured', () => {
    const env = { FAE_REPLIES: 'off', OLLAMA_HOST: '127.0.0.1' };
    assert.equal(createReplies({ env, standIns: true }), undefined);
  });

  test('the scripted one under test, whatever is configured', async () => {
    const env = { FAE_REPLIES: 'test', OLLAMA_HOST: '127.0.0.1:1' };
    const reply = await createReplies({ env, standIns: false })?.reply(request);
    assert.equal(reply?.model, 'scripted');
  });

  test('a switch in any other position is refused', () => {
    assert.throws(
      () => createReplies({ env: { FAE_REPLIES: 'on' }, standIns: true }),
      /FAE_REPLIES/,
    );
  });
});
