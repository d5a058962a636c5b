import { isTooDeep, readBody } from '../../http/body.ts';
import { HttpError, json } from '../../http/problem.ts';
import type { App } from '../app.ts';
import { invalid } from '../handlers/refusals.ts';
import { findBotOfHook } from '../store/bots.ts';
import { transact, type Store } from '../store/store.ts';
import { beginRun, type Begun } from './lifecycle.ts';
import { limits } from './limits.ts';
import { readPipeline, triggersOf } from './pipeline.ts';

/** @param hook the unguessable end */
export const hookUrl = (publicUrl: string, hook: string): string => `${publicUrl}/hooks/${hook}`;

/** Of the sender's own credentials, and of the way that the request has come. */
const notPassedOn =
  /^(authorization|cookie|connection|keep-alive|te|trailer|upgrade|host)$|^proxy-/;

const headersOf = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries([...headers].filter(([name]) => !notPassedOn.test(name)));

const isForm = (type: string): boolean => type.startsWith('application/x-www-form-urlencoded');
const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json\s*(;|$)/.test(type);

/** JSON and forms as what they say, anything else as text. */
const bodyOf = async (request: Request): Promise<unknown> => {
  const bytes = await readBody(request, limits.webhookBody);
  const type = (request.headers.get('Content-Type') ?? '').toLowerCase();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HttpError(415, 'unsupported_media_type', 'The body must be text.', { cause });
  }
  if (isForm(type)) return Object.fromEntries(new URLSearchParams(text));
  if (!isJson(type) || !text) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('The body is not valid JSON.');
  }
  if (isTooDeep(value)) throw invalid('The body is nested too deeply.');
  return value;
};

const tooMany = (message: string, seconds: number): HttpError =>
  new HttpError(429, 'rate_limited', message, { headers: { 'Retry-After': String(seconds) } });

/** @throws {HttpError} 429 where a run could not begin because there are too many */
export const checkBegun = (begun: Begun): void => {
  if (begun === 'too_many') throw tooMany('Too many runs of this bot are under way.', 10);
  if (begun === 'too_often') throw tooMany('This bot has been stopped: it ran too often.', 3600);
};

/**
 * `POST /hooks/{hook}` begins a run of the bot whose webhook it is. Whoever knows the address may do so,
 * as long as the bot is started.
 */
export const addHookRoute = (app: App, store: Store): void => {
  app.post('/hooks/:hook{[\\w-]{43}}', async (context) => {
    const request = context.req.raw;
    const hook = context.req.param('hook');
    const unknown = () => new HttpError(404, 'not_found', 'There is no such webhook.');
    if (!(await findBotOfHook(store, hook))) throw unknown();
    const value = {
      headers: headersOf(request.headers),
      query: Object.fromEntries(new URL(request.url).searchParams),
      body: await bodyOf(request),
    };
    const begun = await transact(store, async (inner) => {
      const bot = await findBotOfHook(inner, hook);
      const nodes = bot ? triggersOf(readPipeline(bot.pipeline)).webhook : [];
      if (!bot || nodes.length === 0) throw unknown();
      if (!bot.isArmed) throw new HttpError(409, 'conflict', 'This bot is not running.');
      return beginRun(inner, bot, { name: 'webhook', words: 'by its webhook', nodes, value });
    });
    checkBegun(begun);
    return json({ status: 'running' }, { status: 202 });
  });
};
