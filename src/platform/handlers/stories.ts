import { openRecord } from '../store/open-records.ts';
import type { Handlers } from './handler.ts';
import { openRecordHandlers } from './open-records.ts';
import { notFound } from './refusals.ts';
import type { Services } from './services.ts';

/** A long novel, with its notes. */
const limit = 4 * 1024 * 1024;

export const storyHandlers = (services: Services): Handlers['stories'] => ({
  ...openRecordHandlers(services, 'stories', { what: 'story', limit }),

  get: async ({ workspace, params }) => {
    const story = await openRecord(services.store, 'stories', workspace, params.id);
    if (story === undefined) throw notFound('story');
    return story;
  },
});
