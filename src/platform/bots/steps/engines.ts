import { speak as speaking } from '../../../api/fae/tts.operations.ts';
import { HttpError } from '../../../http/problem.ts';
import { withDeadline } from '../../deadline.ts';
import { inMemory } from '../../files/storage.ts';
import { invalid, notConfigured, notFound } from '../../handlers/refusals.ts';
import { countAttempt } from '../../store/attempts.ts';
import { insertMedium } from '../../store/media.ts';
import { findRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { hour, inWords, limits } from '../limits.ts';
import { fillText } from '../template.ts';
import type { Step } from './step.ts';

/** Text that an engine is given, in UTF-16 units. */
const longestReplyTo = 8_000;
const longestSpeech = 2_000;

const checkedText = (given: string, longest: number): string => {
  const text = given.trim();
  if (!text) throw invalid('The text is empty.');
  if (text.length <= longest) return text;
  throw invalid(`The text is longer than ${inWords(longest)} characters.`);
};

/** A character answers; it remembers nothing of other runs. Gives `{ text, model, characterId }`. */
export const reply: Step<'reply'> = async ({ data, fill, services, workspace, signal }) => {
  const { store, replies, replyDeadline } = services;
  const { characterId } = data;
  const character = await findRecord(store, 'characters', workspace, characterId);
  if (!character) throw notFound('character');
  if (!replies) throw notConfigured('No AI agent is configured to answer for characters.');
  const text = checkedText(await fill(fillText(data.text)), longestReplyTo);
  const answer = await withDeadline(replyDeadline, signal, (gone) =>
    replies.reply({ character, text, history: [], signal: gone }),
  );
  return {
    output: { text: answer.text, model: answer.model, characterId },
    message: `${answer.model} answered with ${inWords(answer.text.length)} characters.`,
  };
};

/** @throws {HttpError} where the workspace's bots have spoken enough */
const countSpeech = async (store: Store, workspace: string, text: string): Promise<void> => {
  const limit = { limit: limits.speechPerHour, window: hour };
  const key = `speech of the bots of ${workspace}`;
  if ((await countAttempt(store, key, limit, text.length)) === 0) return;
  const most = inWords(limits.speechPerHour);
  const message = `The bots of a workspace speak ${most} characters an hour at most.`;
  throw new HttpError(429, 'rate_limited', message);
};

const title = (text: string): string => {
  const start = text.replace(/\s+/g, ' ').slice(0, 60).trim();
  return `${start}.wav`;
};

/** Speaks, and registers the sound with the workspace's audios; gives that record. */
export const speak: Step<'speak'> = async ({ data, fill, services, workspace, signal }) => {
  const { store, speech, files } = services;
  if (!speech) throw notConfigured('No speech engine is configured.');
  const { voice = 'af_heart', speed = 1 } = data;
  const text = checkedText(await fill(fillText(data.text)), longestSpeech);
  await countSpeech(store, workspace, text);
  const wav = await withDeadline(speaking.deadline, signal, (gone) =>
    speech.speak({ text, voice, speed, signal: gone }),
  );
  const name = title(text);
  const record = await files.put(workspace, name, inMemory(wav), (inner, file) => {
    const fields = { name, url: files.urlOf(file), size: file.size, mimeType: file.type };
    return insertMedium(inner, 'audios', workspace, fields);
  });
  return {
    output: JSON.parse(record) as unknown,
    message: `Spoke ${inWords(text.length)} characters: "${name}".`,
  };
};
