import type { fleek } from '../../../src/api/operations.ts';
import type { ProseOf } from '../described-api.ts';
import * as example from './examples.ts';

const origin = 'https://api.fleek.xyz/api/v1/ai-agents';

const forwarded = {
  description:
    'Passes the request on to the agent’s own interface and gives back what that answers, of ' +
    'whatever of these types. An agent that runs here has as much of Eliza’s as `GET …/api/agents`, ' +
    '`GET …/api/agents/{id}` and `POST …/api/{id}/message`; one whose `host` is set has what its own ' +
    'server has.',
  answer: { any: 'JSON' },
};

const managed = { url: 'https://billing.stripe.com/p/session/test_YWNjdF8xQTJiM0M0ZA' };

/** What the schemas do not say: what an operation is for, and examples of it. */
export const prose: { readonly [R in keyof typeof fleek]: ProseOf<(typeof fleek)[R]> } = {
  agents: {
    list: {
      summary: 'List agents',
      description: 'All agents of the project, drafts included, in pages.',
      answer: { data: [example.agent], next_page: `${origin}?cursor=eyJiIjoxfQ`, prev_page: null },
    },
    create: {
      summary: 'Create a draft',
      description:
        '`config` is the character file: JSON, as text. A draft’s need not be complete. Secrets in it ' +
        'are kept encrypted and shown as `********`. With a `host`, an Eliza server of one’s own ' +
        'answers in place of the platform.',
      request: { name: 'Mira', avatar: 'dGVzdGltYWdlZGF0YQ==', config: example.characterFile },
      answer: { ...example.draft, avatar: 'dGVzdGltYWdlZGF0YQ==' },
    },
    createPublished: {
      summary: 'Create an agent and publish it',
      description: 'Both in one go, or neither.',
      request: { name: 'Mira', config: example.characterFile },
      answer: { ...example.agent, status: 'Created' },
    },
    publish: {
      summary: 'Publish a draft',
      description:
        'Looks at the character file: what is wrong is told with its path (400). Then the agent ' +
        'starts by itself: `Created`, `Pending`, `Running`. Where seats are enforced ' +
        '(`FLEEK_BILLING=enforce`), it takes one; without a free one the answer is 402.',
      answer: { ...example.draft, status: 'Created' },
    },
    get: { summary: 'Get an agent', answer: example.agent },
    update: {
      summary: 'Update an agent',
      description:
        'Changes the given fields alone. One that runs goes on with the new character. A secret that ' +
        'comes back as `********` stays as it was.',
      request: { name: 'Mira of the rock', publicChat: true },
      answer: { ...example.agent, name: 'Mira of the rock', publicChat: true },
    },
    delete: {
      summary: 'Delete an agent',
      description: 'With its logs and what was said to it.',
      answer: { id: example.draft.id, message: 'AI Agent deleted successfully' },
    },
    logs: {
      summary: 'Get an agent’s logs',
      description:
        'The first page has the newest lines, each page the oldest of its lines first; `next_page` ' +
        'leads to older ones. `timestamp` is in seconds since 1970. `priority` is as in syslog: 0 is ' +
        'the worst, 6 is information.',
      answer: {
        data: [example.logLine],
        next_page: `${origin}/${example.draft.id}/logs?cursor=eyJiIjoxfQ`,
        prev_page: null,
      },
    },
    status: {
      summary: 'Get an agent’s status',
      description: '`true`, as text, while the agent runs.',
      answer: { status: 'true' },
    },
    start: {
      summary: 'Start an agent',
      description: 'One that runs already stays as it is.',
      answer: { ...example.agent, status: 'Pending' },
    },
    stop: {
      summary: 'Stop an agent',
      description: 'One that is stopped already stays as it is.',
      answer: { ...example.agent, status: 'Stopped' },
    },
    attestation: {
      summary: 'Get an agent’s attestation',
      description:
        'States what runs here: on a machine with a trusted execution environment its quote, else a ' +
        'JSON Web Signature (compact, EdDSA), whose key is at `/.well-known/fae-attestation.json`.',
      answer: 'eyJhbGciOiJFZERTQSJ9.eyJhZ2VudCI6IjNmMGM5YTUyIn0.c2lnbmF0dXJl',
    },
    profile: {
      summary: 'Get what everybody may know of an agent',
      answer: {
        id: example.draft.id,
        name: 'Mira',
        avatar: null,
        greeting: 'Mind the step. What brings you up here?',
        prompts: ['How old is the lighthouse?'],
      },
    },
    peers: {
      summary: 'List who answers behind an agent',
      description: 'The agent itself; or, with a `host`, the agents of that server.',
      answer: { agents: [{ id: example.peerId, name: 'Mira', clients: [] }] },
    },
    message: {
      summary: 'Say something to an agent',
      description:
        'It answers with a list, of mostly one. `peerId` is the id or the name of one of its peers. ' +
        'What was said before in the same room is remembered. With an agent’s token `text` has at most ' +
        '2,000 characters.',
      request: { text: 'How old is the lighthouse?', roomId: 'kiosk-1', userId: 'ann' },
      answer: [example.content],
    },
    apiGet: {
      summary: 'GET from an agent’s own interface',
      ...forwarded,
      answer: { message: 'Hello World!' },
    },
    apiPost: {
      summary: 'POST to an agent’s own interface',
      ...forwarded,
      request: { any: 'JSON' },
    },
    apiPut: {
      summary: 'PUT to an agent’s own interface',
      ...forwarded,
      request: { any: 'JSON' },
    },
    apiPatch: {
      summary: 'PATCH at an agent’s own interface',
      ...forwarded,
      request: { any: 'JSON' },
    },
    apiDelete: { summary: 'DELETE at an agent’s own interface', ...forwarded },
  },
  plans: {
    list: {
      summary: 'List plans',
      description: 'A plan is a product. `price` is that of a seat, in cents a month.',
      answer: [example.plan],
    },
  },
  subscriptions: {
    list: {
      summary: 'List subscriptions',
      description:
        'Those of the project, ended ones included. Times are UTC, without a zone. Where there are ' +
        'none, this platform answers an empty list; another host may answer 404.',
      answer: [example.subscription],
    },
    get: { summary: 'Get a subscription', answer: example.subscription },
    create: {
      summary: 'Create a subscription',
      description: '`quantity` is the number of seats. The project must have a payment method.',
      request: { metadata: null, planId: null, product: { id: example.plan.id, quantity: 2 } },
      answer: example.subscription,
    },
    updateQuantity: {
      summary: 'Change the number of seats',
      description: 'By so many: negative for fewer.',
      request: { updateBy: 1 },
      answer: {
        ...example.subscription,
        items: example.subscription.items.map((item) => ({ ...item, quantity: 3 })),
      },
    },
    previewQuantity: {
      summary: 'Preview another number of seats',
      description:
        'What it would cost, in cents: at once, and from the next period on. Who sends its ' +
        '`prorationDate` along with the change pays just that.',
      request: { updateBy: 1 },
      answer: {
        quantity: 3,
        dueNow: 1000,
        nextAmount: 6000,
        currency: 'usd',
        nextDate: '2026-04-01T09:30:00',
        prorationDate: '2026-03-16T21:30:00',
      },
    },
    cancel: {
      summary: 'Cancel a subscription',
      description: 'It ends with the period that is paid for.',
      answer: { ...example.subscription, endDate: example.subscription.periodEndDate },
    },
    resume: {
      summary: 'Resume a subscription',
      description: 'Undoes a cancellation, as long as the period lasts.',
      answer: example.subscription,
    },
  },
  paymentMethods: {
    list: {
      summary: 'List payment methods',
      answer: { data: [example.paymentMethod], next: null, prev: null },
    },
    manage: {
      summary: 'Open the page for payment methods',
      description: 'Gives the `url` of a page where payment methods are added and changed.',
      request: {},
      answer: managed,
    },
    openManagement: {
      summary: 'Open the page for payment methods, as the dashboard does',
      request: {},
      answer: managed,
    },
  },
  projects: {
    list: {
      summary: 'List projects',
      description: 'Those of the workspaces that one is in.',
      answer: [example.project],
    },
    create: {
      summary: 'Create a project',
      description: 'Who is in several workspaces says in which.',
      request: { name: example.project.name, workspace: example.project.workspace },
      answer: example.project,
    },
  },
  apiTokens: {
    list: {
      summary: 'List API tokens',
      description: 'Without the tokens themselves.',
      answer: [example.apiToken],
    },
    create: {
      summary: 'Create an API token',
      description: 'The token is shown this once. It expires after `expires_in_days`, or never.',
      request: { name: 'Website', expires_in_days: 90 },
      answer: {
        ...example.apiToken,
        expires_at: '2026-05-30T09:30:00.000Z',
        token: 'fleek_bGlnaHRob3VzZS1leGFtcGxlLXRva2Vu',
      },
    },
    revoke: {
      summary: 'Revoke an API token',
      description: 'From now on it opens nothing.',
      answer: { success: true },
    },
  },
};
