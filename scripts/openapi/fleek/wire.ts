import * as v from 'valibot';
import { agent, logLine } from '../../../src/api/fleek/agents.schemas.ts';
import { paymentMethod } from '../../../src/api/fleek/payment-methods.schemas.ts';
import type { OperationName } from '../../../src/api/operations.ts';

/** The first version says `character_file`; ours says both. */
export const agentOfVersion1 = v.looseObject({
  ...agent.entries,
  character_file: v.optional(v.string()),
});

const address = v.nullable(v.pipe(v.string(), v.url()));

const page = <T extends v.GenericSchema>(item: T) =>
  v.object({ data: v.array(item), next_page: address, prev_page: address });

const peer = v.looseObject({ id: v.string(), name: v.string(), clients: v.array(v.string()) });

/** What goes over the wire; what the contract describes, clients make of it. */
export const wire = {
  'agents.list': page(agentOfVersion1),
  'agents.createPublished': agentOfVersion1,
  'agents.get': agentOfVersion1,
  'agents.update': agentOfVersion1,
  'agents.start': agentOfVersion1,
  'agents.stop': agentOfVersion1,
  'agents.logs': page(logLine),
  'agents.status': v.object({ status: v.picklist(['true', 'false']) }),
  'agents.peers': v.object({ agents: v.array(peer) }),
  'paymentMethods.list': v.object({
    data: v.array(paymentMethod),
    next: v.nullable(v.string()),
    prev: v.nullable(v.string()),
  }),
} satisfies Partial<Record<OperationName, v.GenericSchema>>;
