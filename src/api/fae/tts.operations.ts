// Source: FAE API, "Text-to-Speech".

export const status = {
  method: 'GET',
  path: '/tts/status',
  auth: 'none',
  audience: 'visitor',
  answer: 'json',
  visitor: { sends: [], sees: ['available', 'state', 'voices'] },
} as const;

export const speak = {
  method: 'POST',
  path: '/tts',
  auth: 'session',
  audience: 'visitor',
  workspace: { in: 'body', as: 'workspaceId' },
  body: 'json',
  answer: 'binary',
  types: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/mpeg', 'audio/ogg'],
  cost: { budget: 'speech', per: 'text' },
  deadline: 60_000,
  visitor: { sends: ['text', 'voice', 'speed'], sees: [] },
} as const;
