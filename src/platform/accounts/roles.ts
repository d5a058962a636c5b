import type { NamedOperation } from '../../api/operations.ts';
import type { Role } from '../../api/roles.ts';

export { isAtLeast, leastRole, type Role } from '../../api/roles.ts';

/** A workspace's key is for its owner's servers: they write, but make nobody a member. */
export const roleOfKey: Role = 'editor';

/** What belongs to no workspace: whoever is in any may use it. */
export const isGlobal = ({ name }: NamedOperation): boolean =>
  name === 'apps.templates' || name.startsWith('tokens.') || name.startsWith('plans.');
