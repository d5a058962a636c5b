import type { Migration } from 'kysely/migration';
import * as first from './migrations/001-first.ts';
import * as jobs from './migrations/002-jobs.ts';
import * as accounts from './migrations/003-accounts.ts';
import * as content from './migrations/004-content.ts';
import * as commerce from './migrations/005-commerce.ts';
import * as files from './migrations/006-files.ts';
import * as expiry from './migrations/007-expiry.ts';
import * as bots from './migrations/008-bots.ts';
import * as fileUses from './migrations/009-file-uses.ts';
import * as agents from './migrations/010-agents.ts';
import * as billing from './migrations/011-billing.ts';

/**
 * By name, in the order in which they run. One that has been released is never changed; what it made
 * is changed by a further one. A topic has one number: 003 accounts, 004 content (apps, stories,
 * scenes, tokens, media), 005 commerce, 006 files, 007 expiry, 008 bots,
 * 009 uses of files, 010 agents, 011 billing.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '001_first': first,
  '002_jobs': jobs,
  '003_accounts': accounts,
  '004_content': content,
  '005_commerce': commerce,
  '006_files': files,
  '007_expiry': expiry,
  '008_bots': bots,
  '009_file_uses': fileUses,
  '010_agents': agents,
  '011_billing': billing,
};
