import type { NamedOperation, OperationName } from '../../api/operations.ts';
import type { Role } from '../store/tables/accounts.ts';

export type { Role };

const ranks: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, owner: 2 };

export const isAtLeast = (role: Role, least: Role): boolean => ranks[role] >= ranks[least];

/** Where reading and writing do not tell it. */
const exceptions: Partial<Record<OperationName, Role>> = {
  // Seen in all workspaces.
  'tokens.create': 'owner',
  // Who may do what, and who is paid.
  'workspaces.update': 'owner',
  'workspaces.regenerateKey': 'owner',
  'members.invite': 'owner',
  'members.update': 'owner',
  // Everybody may leave; that others go, its handler keeps to owners.
  'members.delete': 'viewer',
};

/**
 * The least that somebody has to be for an operation: a viewer for what reads, and for what any visitor
 * of the owner's pages may do; an editor for what writes.
 */
export const leastRole = ({ name, method, audience }: NamedOperation): Role =>
  exceptions[name] ?? (method === 'GET' || audience === 'visitor' ? 'viewer' : 'editor');

/** A workspace's key is for its owner's servers: they write, but make nobody a member. */
export const roleOfKey: Role = 'editor';

/** What belongs to no workspace: whoever is in any may use it. */
export const isGlobal = ({ name }: NamedOperation): boolean =>
  name === 'apps.templates' || name.startsWith('tokens.');
