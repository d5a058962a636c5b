import type { AgentRow } from '../store/agents.ts';

/** An agent as the second version of the API shows it. */
export const agentFields = ({ document, ...agent }: AgentRow) => ({
  id: agent.id,
  projectId: agent.project,
  name: document.name,
  avatar: document.avatar,
  status: agent.status,
  characterFile: document.characterFile,
  host: agent.host ?? null,
  slotNumber: agent.slot,
  // Who of its people it was is the project's own business.
  createdBy: agent.project,
  createdAt: agent.createdAt,
  updatedAt: agent.updatedAt,
  deletedAt: null,
  ...(document.frameworkVersion !== null && { frameworkVersion: document.frameworkVersion }),
  publicToken: agent.publicToken,
  publicChat: agent.publicChat,
});

/** The same as the first version does, which spells one field otherwise. */
export const agentFields1 = (agent: AgentRow) => ({
  ...agentFields(agent),
  character_file: agent.document.characterFile,
});
