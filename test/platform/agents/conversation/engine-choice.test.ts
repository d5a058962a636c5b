/** Who writes an agent's replies, and what they are told of it. */
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Character } from '../../../../src/platform/agents/character-file/character.ts';
import { elizaId } from '../../../../src/platform/agents/conversation/eliza-ids.ts';
import {
  chooseEngine,
  modelWishOf,
} from '../../../../src/platform/agents/conversation/engine-choice.ts';
import {
  greetingOf,
  personaOf,
  promptsOf,
} from '../../../../src/platform/agents/conversation/persona.ts';
import { startNotes } from '../../../../src/platform/agents/conversation/start-notes.ts';
import { character } from './character.ts';

type Env = Readonly<Record<string, string>>;

const choose = (of: Partial<Character>, own: Env = {}, env: Env = {}, standIns = true) =>
  chooseEngine(modelWishOf(character(of)), own, { env, standIns });

describe('the engine of an agent', () => {
  test('is Ollama of the platform with its own model, or one of its own', () => {
    const ollama = { modelProvider: 'ollama', model: 'llama3.2' };
    assert.deepEqual(choose(ollama, {}, { OLLAMA_HOST: 'gpu:11434' }), {
      engine: { kind: 'ollama', hosts: 'gpu:11434', isAgents: false },
      model: 'llama3.2',
    });
    const own = { OLLAMA_API_ENDPOINT: 'https://mine.example/api', OLLAMA_LARGE_MODEL: 'big' };
    assert.deepEqual(choose({ modelProvider: 'ollama' }, own, { OLLAMA_HOST: 'gpu' }), {
      engine: { kind: 'ollama', hosts: 'https://mine.example', isAgents: true },
      model: 'big',
    });
  });

  test('is its provider by its own key, wherever the platform speaks from', () => {
    const chosen = choose(
      { modelProvider: 'groq', model: 'llama-70b' },
      { GROQ_API_KEY: 'gsk' },
      { OPENAI_BASE_URL: 'https://platform.example/v1' },
    );
    assert.deepEqual(chosen, {
      engine: {
        kind: 'openai',
        baseUrl: 'https://api.groq.com/openai/v1',
        key: 'gsk',
        keyName: 'GROQ_API_KEY',
        model: undefined,
        isAgents: true,
      },
      model: 'llama-70b',
    });
  });

  test('is where its character says that it is', () => {
    const wish = { modelProvider: 'openai', modelEndpointOverride: 'https://mine.example/v1' };
    const chosen = choose(wish, {}, { OPENAI_BASE_URL: 'https://platform.example/v1' });
    assert.equal(
      chosen?.engine.kind === 'openai' && chosen.engine.baseUrl,
      'https://mine.example/v1',
    );
  });

  test('is the platform’s endpoint for those who bring no key', () => {
    const env = { OPENAI_BASE_URL: 'https://platform.example/v1', OPENAI_API_KEY: 'sk' };
    const { engine } = choose({ modelProvider: 'openrouter' }, {}, env) ?? {};
    assert.deepEqual(engine, {
      kind: 'openai',
      baseUrl: 'https://platform.example/v1',
      key: 'sk',
      model: undefined,
      isAgents: false,
    });
  });

  test('is found among the plugins of Eliza 1.x', () => {
    const plugins = ['@elizaos/plugin-bootstrap', '@elizaos/plugin-ollama'];
    const chosen = choose({ plugins }, {}, { OLLAMA_HOST: 'gpu' });
    assert.equal(chosen?.engine.kind, 'ollama');
  });

  test('is the platform’s for those who name nobody', () => {
    assert.equal(choose({}, {}, { OLLAMA_HOST: 'gpu' })?.engine.kind, 'ollama');
    assert.equal(choose({}, {}, { OPENAI_BASE_URL: 'https://a.example' })?.engine.kind, 'openai');
  });

  test('is the scripted responder where nothing is configured and stand-ins are allowed', () => {
    for (const modelProvider of ['openai', 'ollama', 'somebody-else']) {
      const chosen = choose({ modelProvider });
      assert.equal(chosen?.engine.kind, 'scripted');
      assert.equal(chosen.standsInFor, modelProvider);
      assert.equal(choose({ modelProvider }, {}, {}, false), undefined);
    }
    const env = { OLLAMA_HOST: 'gpu' };
    assert.equal(choose({}, {}, { ...env, FAE_REPLIES: 'test' })?.engine.kind, 'scripted');
    assert.equal(choose({}, {}, { ...env, FAE_REPLIES: 'off' }), undefined);
  });
});

describe('the log of an agent that starts', () => {
  const lines = (of: Partial<Character>, standIns = true) =>
    startNotes(character(of), {}, { env: {}, standIns }).map(({ message }) => message);

  test('names who answers in whose place, and what is not run here', () => {
    const [engine, others] = lines({
      modelProvider: 'openai',
      clients: ['direct', 'twitter', 'discord'],
      plugins: ['@elizaos/plugin-bootstrap', '@elizaos/plugin-openai', '@elizaos/plugin-telegram'],
    });
    assert.match(engine ?? '', /openai.*scripted responder/);
    assert.match(others ?? '', /twitter, discord, telegram\./);
  });

  test('says that messages are refused where nobody can answer', () => {
    assert.match(lines({ modelProvider: 'openai' }, false).join(), /messages are refused/);
  });
});

describe('what an engine is told of a character', () => {
  test('is who it is, what it knows and how it talks', () => {
    const persona = personaOf(character({ system: 'You are {{agentName}}.' }), 'model');
    assert.equal(persona['name'], 'Nela');
    assert.match(String(persona['background']), /Skerry Point.*whale.*twice a minute/s);
    const prompt = String(persona['prompt']);
    assert.match(prompt, /You are Nela\./);
    assert.match(prompt, /fog, bread.*- Short sentences\.\n- No exclamation marks\./s);
    assert.match(
      prompt,
      /Visitor: What is the fog horn for\?\nNela: So that the visitor finds home\./,
    );
    assert.doesNotMatch(prompt, /Never read/);
    assert.deepEqual(persona['traits'], ['curt', 'kind']);
  });

  test('stays within bounds, however much there is', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `Sentence number ${index}.`);
    const style = { all: many, chat: many, post: many };
    const huge = character({ bio: many, lore: many, topics: many, knowledge: many, style });
    assert.ok(JSON.stringify(personaOf(huge, 'model')).length < 12_000);
    assert.ok(JSON.stringify(personaOf(huge, 'script')).length < 80_000);
    const long = character({ bio: ['😀'.repeat(5_000)] });
    assert.ok(String(personaOf(long, 'model')['background']).isWellFormed());
  });

  test('gives pages a greeting and what to ask', () => {
    assert.equal(greetingOf(character()), 'So that the visitor finds home.');
    assert.deepEqual(promptsOf(character()), ['What is the fog horn for?', 'Do you get lonely?']);
  });
});

test('Ids are those that Eliza makes', () => {
  const eliza = 'b850bc30-45f8-0041-a00a-83df46d8555d';
  assert.equal(elizaId('Eliza'), eliza);
  assert.notEqual(elizaId(eliza), eliza);
  assert.match(
    elizaId('\ud800 é'),
    /^[\da-f]{8}-[\da-f]{4}-0[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  );
});
