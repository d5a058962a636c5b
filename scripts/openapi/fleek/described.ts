import type { NamedOperation } from '../../../src/api/operations.ts';
import type { DescribedApi } from '../described-api.ts';
import { components } from './components.ts';
import { parameters } from './examples.ts';
import { prose } from './prose.ts';
import { refusals, refusedWith } from './refusals.ts';
import { tagGroups, tagOf, tags } from './tags.ts';
import { wire } from './wire.ts';

const description = `\
Agents made of Eliza character files: drafts that are published, run, write logs and answer; and the
subscriptions that pay for their seats. Ids of agents are UUIDs. A refusal is
\`{ "error": "…", "code": "…" }\`; behind \`…/api/…\` it may also be Eliza’s plain text.

The project’s key, or one of its API tokens, goes into the \`X-Api-Key\` header, from servers alone: never
put it into a page. An agent whose \`publicChat\` is on also takes its own token, which may be in a page.

Lists that come in pages take \`size\` (1 to 100, else 25) and \`cursor\`, which the page before has said.

What is marked with \`x-extension\` is not in the document of the Fleek AI Agents API: this platform has it,
another host may not.`;

const securitySchemes = {
  key: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Api-Key',
    description: 'The project’s key, or one of its API tokens.',
  },
  agent: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Agent-Token',
    description: 'The agent’s `publicToken`, while its `publicChat` is on. It opens nothing else.',
    'x-extension': true,
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'fae_session',
    description:
      'What logging in sets, by the FAE API’s `POST /auth/login`. Behind https it is called ' +
      '`__Host-fae_session`.',
    'x-extension': true,
  },
};

type Scheme = keyof typeof securitySchemes;

const waysIn = ({ auth, name }: NamedOperation): readonly Scheme[] => {
  switch (auth) {
    case 'none':
      return [];
    case 'account':
      return ['session'];
    case 'key':
      return ['key', 'session'];
    case 'agent':
      return ['key', 'agent', 'session'];
    case 'session':
    case 'public':
      throw new TypeError(`${name} asks for what the Fleek API does not know: ${auth}`);
  }
};

export const describedFleek: DescribedApi = {
  api: 'fleek',
  title: 'Fleek AI Agents API',
  description,
  host: 'Fleek',
  securitySchemes,
  waysIn,
  place: {
    type: 'string',
    description:
      'The project’s id. A key knows its own and may leave it out, and so may who has only one.',
  },
  tags,
  tagGroups,
  tagOf,
  prose,
  parameters,
  components,
  wire,
  refusals,
  refusedWith,
  before: {},
  after: {},
};
