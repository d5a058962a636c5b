import { HttpError } from '../../http/problem.ts';
import { checkBegun, hookUrl } from '../bots/hooks.ts';
import { dismissBot, rearmBot, startBot, stopBot } from '../bots/lifecycle.ts';
import { readPipeline, triggersOf } from '../bots/pipeline.ts';
import { clearLines, listLines } from '../store/bot-logs.ts';
import { botAnswer, findBot, insertBot, listBots, updateBot, type Bot } from '../store/bots.ts';
import { deleteRecord, type Fields } from '../store/records.ts';
import { transact, type Store } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { notFound, success } from './refusals.ts';
import type { Services } from './services.ts';

/** Of a whole bot, in bytes of JSON: it can grow by many changes, each of which is small. */
const largest = 1024 * 1024;

/** The pipeline after a change; `undefined` where it stays. One node alone has no edges to be given. */
const pipelineAfter = (bot: Bot, { nodes, edges }: Fields): Fields | undefined => {
  if (!nodes && !edges) return undefined;
  return { nodes: nodes ?? readPipeline(bot.pipeline).nodes, edges: edges ?? [] };
};

export const botHandlers = ({ store, settings }: Services): Handlers['bots'] => {
  const mustFind = async (inner: Store, workspace: string, id: string): Promise<Bot> => {
    const bot = await findBot(inner, id, workspace);
    if (!bot) throw notFound('bot');
    return bot;
  };

  const answer = async (inner: Store, bot: Bot): Promise<string> => {
    const hasHook = triggersOf(readPipeline(bot.pipeline)).webhook.length > 0;
    const url = hasHook ? hookUrl(settings.publicUrl, bot.hook) : undefined;
    const text = await botAnswer(inner, bot, url);
    if (Buffer.byteLength(text) <= largest) return text;
    const most = largest.toLocaleString('en');
    throw new HttpError(413, 'too_large', `The bot is larger than ${most} bytes.`);
  };

  return {
    list: ({ workspace }) => listBots(store, workspace),

    get: async ({ workspace, params }) =>
      answer(store, await mustFind(store, workspace, params.id)),

    create: ({ workspace, body }) =>
      transact(store, async (inner) => answer(inner, await insertBot(inner, workspace, body))),

    update: ({ workspace, params, body }) =>
      transact(store, async (inner) => {
        const before = await mustFind(inner, workspace, params.id);
        await updateBot(inner, before, body, pipelineAfter(before, body));
        const bot = await mustFind(inner, workspace, params.id);
        await rearmBot(inner, bot, before.pipeline);
        return answer(inner, await mustFind(inner, workspace, params.id));
      }),

    run: async ({ workspace, params }) => {
      const begun = await transact(store, async (inner) =>
        startBot(inner, await mustFind(inner, workspace, params.id)),
      );
      checkBegun(begun);
      return JSON.stringify({ status: 'running' });
    },

    stop: ({ workspace, params }) =>
      transact(store, async (inner) => {
        await stopBot(inner, await mustFind(inner, workspace, params.id));
        return JSON.stringify({ status: 'idle' });
      }),

    logs: async ({ workspace, params }) => {
      const { id, status } = await mustFind(store, workspace, params.id);
      return `{"logs":${await listLines(store, id)},"status":"${status}"}`;
    },

    clear: ({ workspace, params }) =>
      transact(store, async (inner) => {
        await clearLines(inner, (await mustFind(inner, workspace, params.id)).id);
        return success;
      }),

    delete: ({ workspace, params }) =>
      transact(store, async (inner) => {
        await dismissBot(inner, await mustFind(inner, workspace, params.id));
        await deleteRecord(inner, 'bots', workspace, params.id);
        return success;
      }),
  };
};
