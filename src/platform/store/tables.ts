import type { AccountTables } from './tables/accounts.ts';
import type { AgentTables } from './tables/agents.ts';
import type { BillingTables } from './tables/billing.ts';
import type { BotResource, BotTables } from './tables/bots.ts';
import type { CommerceTables } from './tables/commerce.ts';
import type { ContentResource, ContentTables } from './tables/content.ts';
import type { FileTables } from './tables/files.ts';
import type { FirstResource, FirstTables } from './tables/first.ts';
import type { JobTables } from './tables/jobs.ts';

/**
 * The tables' rows, by the migration that made them. Times are ISO 8601 in UTC, flags are 0 and 1,
 * identifiers are text, so that every database takes them alike.
 */
export interface Tables
  extends
    Omit<FirstTables, 'workspaces' | 'orders'>,
    JobTables,
    Omit<AccountTables, 'workspaces'>,
    ContentTables,
    CommerceTables,
    FileTables,
    BillingTables,
    BotTables,
    AgentTables {}

/** Tables of which each row is a record of the API. */
export type Resource = FirstResource | ContentResource | BotResource;
