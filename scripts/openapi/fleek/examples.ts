/** The same records in every example, so that a reader can follow an id from one to the next. */
const agentId = '3f0c9a52-6d1b-4c8e-9a47-5b1d2e3f4a60';
const projectId = '7d9e1f30-2a4b-4c5d-8e6f-9a0b1c2d3e4f';
const subscriptionId = 'sub_9WgRMUCEFZDhHTzLISMgFEwp';
const productId = 'prod_RXPrGVnrVm8Dbg';
/** As Eliza calls the agent itself. */
export const peerId = 'b850bc30-45f8-0041-a00a-83df46d8555d';
const times = { createdAt: '2026-03-01T09:30:00.000Z', updatedAt: '2026-03-02T10:00:00.000Z' };

/** Of every parameter that stands in a path or a query, and of the project's id in a body. */
export const parameters: Readonly<Record<string, unknown>> = {
  agentId,
  projectId,
  subscriptionId,
  tokenId: '0c2f6a7e-91d4-4b3a-8f5d-6e7c8b9a0d1f',
  peerId,
  key: 'hello',
  size: 25,
  cursor: 'eyJiZWZvcmUiOiI2NGI3ZjBjMiJ9',
};

/** A character file: JSON, as text. */
export const characterFile = JSON.stringify({
  name: 'Mira',
  bio: ['Keeper of the lighthouse.', 'Grew up on the island.'],
  topics: ['tides', 'lamps'],
  style: { all: ['dry', 'short sentences'], chat: [], post: [] },
  plugins: [],
});

/** An agent as the second version of the API shows it. */
export const draft = {
  id: agentId,
  projectId,
  name: 'Mira',
  avatar: null,
  status: 'Draft',
  characterFile,
  host: null,
  slotNumber: 1,
  createdBy: projectId,
  ...times,
  deletedAt: null,
  publicToken: 'agt_bWlyYS1leGFtcGxlLXRva2Vu',
  publicChat: false,
};

/** The same as the first version does, which spells one field otherwise. */
export const agent = { ...draft, status: 'Running', character_file: characterFile };

export const logLine = {
  id: '69a4080872f1c3d5e7a9b0c1',
  timestamp: 1772357400,
  message: 'Running.',
  priority: 6,
};

export const content = { user: 'Mira', text: 'Older than the island, some say.', action: 'NONE' };

export const plan = {
  id: productId,
  name: 'AI Agent',
  description: null,
  price: 2000,
  createdAt: '2025-01-06T18:27:40Z',
  updatedAt: '2025-01-06T18:27:59Z',
  metadata: { app: 'fleek-platform' },
};

export const subscription = {
  endDate: null,
  id: subscriptionId,
  items: [
    {
      id: 'si_R7hZ2kQpExample',
      priceId: 'price_1QeKExample',
      productId,
      quantity: 2,
      unitAmount: 2000,
      usageType: 'PerUnit',
    },
  ],
  periodEndDate: '2026-04-01T09:30:00',
  periodStartDate: '2026-03-01T09:30:00',
  productId,
  scheduleId: null,
  startDate: '2026-03-01T09:30:00',
  status: 'Active',
};

export const paymentMethod = {
  brand: 'visa',
  country: 'US',
  expiryMonth: '9',
  expiryYear: '2034',
  id: 'pm_IxuwEtErgYZejkQl',
  last4: '4014',
};

export const project = {
  id: projectId,
  name: 'Lighthouse agents',
  workspace: '64b7f0c2a1d3e4f5a6b7c8d0',
  createdAt: times.createdAt,
};

export const apiToken = {
  id: parameters['tokenId'],
  name: 'Website',
  token_prefix: 'fleek_bGlnaH',
  created_at: times.createdAt,
  expires_at: null,
  last_used_at: null,
};
