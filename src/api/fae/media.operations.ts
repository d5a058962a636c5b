// Source: FAE API, "Media Files": the same operations for each `{type}`.

const mediaOf = <T extends string>(type: T) =>
  ({
    list: {
      method: 'GET',
      path: `/${type}`,
      auth: 'key',
      audience: 'visitor',
      workspace: { in: 'query', as: 'workspace' },
      answer: 'json',
      cache: 30,
      visitor: { sends: [], sees: ['id', 'name', 'url', 'size', 'mimeType', 'createdAt'] },
    },
    register: {
      method: 'POST',
      path: `/${type}`,
      auth: 'key',
      audience: 'operator',
      workspace: { in: 'body', as: 'workspace' },
      body: 'json',
      answer: 'json',
      status: 201,
    },
    upload: {
      method: 'POST',
      path: `/${type}/upload`,
      auth: 'key',
      audience: 'operator',
      // Not in the form, which can then be passed on unread.
      workspace: { in: 'query', as: 'workspace' },
      body: 'form',
      largest: 512 * 1024 * 1024,
      answer: 'json',
      status: 201,
      deadline: 300_000,
      extension: true,
    },
    update: {
      method: 'PUT',
      path: `/${type}/{id}`,
      auth: 'key',
      audience: 'operator',
      body: 'json',
      answer: 'json',
    },
    delete: {
      method: 'DELETE',
      path: `/${type}/{id}`,
      auth: 'key',
      audience: 'operator',
      answer: 'json',
    },
  }) as const;

export const images = mediaOf('images');
export const videos = mediaOf('videos');
export const audios = mediaOf('audios');
export const documents = mediaOf('documents');
export const models = mediaOf('models');
