import type { GenericSchema } from 'valibot';
import { agent, content, logLine } from '../../../src/api/fleek/agents.schemas.ts';
import { apiToken } from '../../../src/api/fleek/api-tokens.schemas.ts';
import { paymentMethod } from '../../../src/api/fleek/payment-methods.schemas.ts';
import { plan } from '../../../src/api/fleek/plans.schemas.ts';
import { project } from '../../../src/api/fleek/projects.schemas.ts';
import { subscription } from '../../../src/api/fleek/subscriptions.schemas.ts';
import { agentOfVersion1 } from './wire.ts';

/** The schemas that have a name of their own in the document. */
export const components = {
  Agent: agent,
  AgentOfVersion1: agentOfVersion1,
  AgentContent: content,
  LogLine: logLine,
  Plan: plan,
  Subscription: subscription,
  PaymentMethod: paymentMethod,
  Project: project,
  ApiToken: apiToken,
} satisfies Readonly<Record<string, GenericSchema>>;
