import type { SampleRecord } from './sample-record.ts';

export const apps: readonly SampleRecord[] = [
  {
    key: 'app-moonwort-by-night',
    role: 'appId',
    document: {
      name: 'Moonwort by night',
      description: 'The page of the framed print, made from the template "Landing page".',
      templateId: 'landing',
    },
  },
];
