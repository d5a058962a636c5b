import type { NamedOperation, fleek } from '../../../src/api/operations.ts';
import type { TagGroup } from '../described-api.ts';

export const tags = {
  Agents: 'Characters that run: made as drafts, published, started, stopped, watched.',
  Conversations: 'What is said to an agent, and the rest of its own interface.',
  Plans: 'What can be subscribed to.',
  Subscriptions: 'Seats for agents, paid for by the month.',
  'Payment Methods': 'What seats are paid with.',
  Projects: 'Where agents and subscriptions are; a workspace’s people look after them.',
  'API Tokens': 'Further keys of a project.',
} as const;

type Tag = keyof typeof tags;

const tagOfResource: Readonly<Record<keyof typeof fleek, Tag>> = {
  agents: 'Agents',
  plans: 'Plans',
  subscriptions: 'Subscriptions',
  paymentMethods: 'Payment Methods',
  projects: 'Projects',
  apiTokens: 'API Tokens',
};

const conversations = /^agents\.(profile|peers|message|api[A-Z]\w*)$/;

export const tagOf = ({ name }: NamedOperation): Tag =>
  conversations.test(name)
    ? 'Conversations'
    : tagOfResource[name.split('.')[0] as keyof typeof tagOfResource];

/** As the document has its chapters; ours come after. */
export const tagGroups = [
  { name: 'Agents', tags: ['Agents', 'Conversations'] },
  { name: 'Subscriptions', tags: ['Plans', 'Subscriptions', 'Payment Methods'] },
  { name: 'Extensions', tags: ['Projects', 'API Tokens'] },
] satisfies readonly (TagGroup & { readonly tags: readonly Tag[] })[];
