import type { SampleRecord } from './sample-record.ts';

export const bots: readonly SampleRecord[] = [
  {
    key: 'bot-night-report',
    refs: { 'nodes.1.data.characterId': 'character-pip' },
    document: {
      name: 'Night report',
      description: 'Asks Pip how the night went, and writes the answer into the log.',
      nodes: [
        { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
        {
          id: 'ask',
          type: 'reply',
          position: { x: 240, y: 0 },
          data: { characterId: '', text: 'What do you do all night?' },
        },
        {
          id: 'report',
          type: 'log',
          position: { x: 480, y: 0 },
          data: { message: 'Pip reports: {{ text }}' },
        },
      ],
      edges: [
        { id: 'start-ask', source: 'start', target: 'ask' },
        { id: 'ask-report', source: 'ask', target: 'report' },
      ],
    },
  },
];
