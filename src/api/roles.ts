import type { NamedOperation, OperationName } from './operations.ts';

/** What somebody is in a workspace: an owner also has the key and the members, a viewer only reads. */
export type Role = 'owner' | 'editor' | 'viewer';

const ranks: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, owner: 2 };

export const isAtLeast = (role: Role, least: Role): boolean => ranks[role] >= ranks[least];

export const isRole = (value: unknown): value is Role =>
  typeof value === 'string' && Object.hasOwn(ranks, value);

/** Where reading and writing do not tell it. */
const exceptions: Partial<Record<OperationName, Role>> = {
  // Seen in all workspaces.
  'tokens.create': 'owner',
  // Who may do what, and who is paid.
  'workspaces.update': 'owner',
  'workspaces.regenerateKey': 'owner',
  'members.invite': 'owner',
  'members.update': 'owner',
  // Its pipeline holds what its owner gives to other servers, and its webhook's address opens it.
  'bots.get': 'editor',
  // What the server of an agent's owner tells there may be more than the agent.
  'agents.apiGet': 'editor',
  // Everybody may leave; that others go, its handler keeps to owners.
  'members.delete': 'viewer',
};

/**
 * The least that somebody has to be for an operation: a viewer for what reads, and for what any visitor
 * of the owner's pages may do; an editor for what writes.
 */
export const leastRole = ({ name, method, audience }: NamedOperation): Role =>
  exceptions[name] ?? (method === 'GET' || audience === 'visitor' ? 'viewer' : 'editor');
