import type { NamedOperation } from '../../../src/api/operations.ts';
import type { DescribedApi } from '../described-api.ts';
import { health, webhook } from './beside.ts';
import { components } from './components.ts';
import { parameters } from './examples.ts';
import { prose } from './prose.ts';
import { refusals, refusedWith } from './refusals.ts';
import { tagGroups, tagOf, tags } from './tags.ts';

const description = `\
Workspace data, payments and automation. Answers are JSON, arrays are not wrapped, times are ISO 8601,
ids are 24 hexadecimal digits. A refusal is \`{ "error": "…", "code": "…" }\`.

The workspace key goes into the \`x-api-key\` header, from servers alone: never put it into a page.

What is marked with \`x-extension\` is not in the document of the FAE API: this platform has it, another
host may not.`;

const securitySchemes = {
  key: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'The workspace’s key.',
  },
  keyInQuery: {
    type: 'apiKey',
    in: 'query',
    name: 'key',
    description:
      'The workspace’s key where a header cannot be sent. Logs and histories see it there.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'fae_session',
    description: 'What logging in sets. Behind https it is called `__Host-fae_session`.',
  },
};

type Scheme = keyof typeof securitySchemes;

const waysIn = ({ auth, name }: NamedOperation): readonly Scheme[] => {
  switch (auth) {
    case 'none':
      return [];
    case 'account':
      return ['session'];
    case 'session':
      return ['session', 'key'];
    case 'key':
      return ['key', 'session'];
    case 'public':
      return name === 'payments.product' ? ['key', 'keyInQuery'] : ['key'];
    case 'agent':
      throw new TypeError(`${name} asks for an agent's token, and the FAE API has no agents`);
  }
};

export const describedFae: DescribedApi = {
  api: 'fae',
  title: 'FAE API',
  description,
  host: 'FAE',
  securitySchemes,
  waysIn,
  place: {
    type: 'string',
    pattern: '^[0-9a-fA-F]{24}$',
    description: 'The workspace’s id. A key knows its own and may leave it out.',
  },
  tags,
  tagGroups,
  tagOf,
  prose,
  parameters,
  components,
  wire: {},
  refusals,
  refusedWith,
  before: { '/health': health },
  after: { '/payments/webhook': webhook },
};
