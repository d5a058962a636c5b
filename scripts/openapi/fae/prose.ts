import type { fae } from '../../../src/api/operations.ts';
import type { ProseOf } from '../described-api.ts';
import * as example from './examples.ts';

const success = { success: true };

const media = (type: 'images' | 'videos' | 'audios' | 'documents' | 'models') => {
  const { wish, file } = example.fileOf(type);
  return {
    list: {
      summary: `List ${type}`,
      description: 'All files of this type in the workspace, newest first.',
      answer: [file],
    },
    register: {
      summary: `Register one of the ${type}`,
      description:
        'Makes a record of a file that is stored elsewhere. The caller must be an editor of the ' +
        'workspace; its key counts as one.',
      request: wish,
      answer: file,
    },
    upload: {
      summary: `Upload one of the ${type}`,
      description: 'Stores the bytes and makes the record. The type is found out from the bytes.',
      request: { name: wish.name },
      answer: file,
    },
    update: {
      summary: `Update one of the ${type}`,
      description: 'Changes the metadata; only the given fields.',
      request: { name: `new-${wish.name}` },
      answer: { ...file, name: `new-${wish.name}` },
    },
    delete: {
      summary: `Delete one of the ${type}`,
      description:
        'Deletes the record, and the file where it is stored here. `freed` are the bytes that this ' +
        'has freed: 0 for a file elsewhere.',
      answer: { success: true, freed: wish.size },
    },
  };
};

/** What the schemas do not say: what an operation is for, and examples of it. */
export const prose: { readonly [R in keyof typeof fae]: ProseOf<(typeof fae)[R]> } = {
  nfts: {
    listPublic: {
      summary: 'List public NFTs',
      description: 'All NFTs of the workspace with `public: true`.',
      answer: [example.nft],
    },
    list: { summary: 'List NFTs', answer: [example.nft] },
    create: {
      summary: 'Create an NFT',
      description:
        'With `mintCount` that many numbered editions at once. The answer is the first, with the ids ' +
        'of all in `editions`.',
      request: { name: 'Aurora', nftKind: 'edition', public: true, mintCount: 5 },
      answer: { ...example.nft, editions: [example.id] },
    },
    update: {
      summary: 'Update an NFT',
      description: 'Changes the given fields alone.',
      request: { public: false },
      answer: { ...example.nft, public: false },
    },
    delete: { summary: 'Delete an NFT', answer: success },
  },
  payments: {
    product: {
      summary: 'Get product info',
      description: 'What a checkout shows. The key may be in the query here.',
      answer: example.product,
    },
    checkout: {
      summary: 'Create a checkout',
      description: 'Gives the `url` to send the customer to.',
      request: {
        productId: example.id,
        successUrl: 'https://yoursite.com/success',
        cancelUrl: 'https://yoursite.com/cancel',
        ref: 'order_42',
      },
      answer: { url: 'https://checkout.stripe.com/c/pay/cs_test_a1B2c3D4e5F6' },
    },
    createSession: {
      summary: 'Create a checkout within a page',
      description: 'Gives what Stripe.js needs to show the checkout in the shop’s own page.',
      request: { productId: example.id, returnUrl: 'https://yoursite.com/thanks' },
      answer: {
        id: 'cs_test_a1B2c3D4e5F6',
        clientSecret: 'cs_test_a1B2c3D4e5F6_secret_example',
        publishableKey: 'pk_test_example',
        stripeAccount: 'acct_1A2b3C4d',
      },
    },
    session: {
      summary: 'Get the state of a checkout',
      description:
        'Paid is what is `complete` and `paid`; the page a customer lands on proves nothing.',
      answer: {
        id: 'cs_test_a1B2c3D4e5F6',
        status: 'complete',
        paymentStatus: 'paid',
        productId: example.id,
        amount: 4900,
        currency: 'eur',
        ref: 'order_42',
      },
    },
  },
  products: {
    list: { summary: 'List products', answer: [example.ownProduct] },
    create: {
      summary: 'Create a product',
      description:
        '`amount` is in the minor unit of the currency: 4900 is 49.00 EUR and 4,900 JPY.',
      request: { name: 'Print of Aurora No. 3', amount: 4900, currency: 'eur', stock: 12 },
      answer: example.ownProduct,
    },
    update: {
      summary: 'Update a product',
      request: { active: false },
      answer: { ...example.ownProduct, active: false },
    },
    delete: { summary: 'Delete a product', answer: success },
  },
  orders: {
    list: {
      summary: 'List orders',
      description:
        'The newest first, at most 1,000 of them. For the ones before those, give the last one’s id ' +
        'as `before`.',
      answer: [example.order],
    },
  },
  characters: {
    list: {
      summary: 'List characters',
      description: 'Kept for 60 seconds and refreshed in the background.',
      answer: [example.character],
    },
    create: {
      summary: 'Create a character',
      request: { name: 'Mira', traits: ['patient'], background: 'Grew up on the island.' },
      answer: example.character,
    },
    response: {
      summary: 'Get an AI response',
      description:
        'Takes 20 seconds at most. Who asks with `Accept: text/event-stream` gets the reply piece by ' +
        'piece. With a `conversationId` the character remembers what was said under it.',
      request: { characterId: example.id, text: 'How old is the lighthouse?' },
      answer: {
        response: 'Older than the island, some say.',
        characterId: example.id,
        model: 'llama3.2',
      },
    },
    update: {
      summary: 'Update a character',
      request: { greeting: 'Up here!' },
      answer: { ...example.character, greeting: 'Up here!' },
    },
    delete: { summary: 'Delete a character', answer: success },
    eraseConversation: {
      summary: 'Erase a conversation',
      description: 'The character forgets what was said under this id.',
      answer: success,
    },
  },
  apps: {
    list: { summary: 'List apps', answer: [example.app] },
    templates: { summary: 'List templates', answer: [example.template] },
    create: {
      summary: 'Create an app',
      description: 'The slug is made from the name. A template’s files are copied into the app.',
      request: { name: 'Tide table', templateId: 'landing', domain: 'tides.shop.example' },
      answer: example.app,
    },
    files: {
      summary: 'List the files of an app',
      answer: ['index.html', 'img/lighthouse.png'],
    },
    upload: {
      summary: 'Upload a file to an app',
      request: { filename: 'img/lighthouse.png' },
      answer: { path: 'img/lighthouse.png', size: 48213 },
    },
  },
  stories: {
    list: { summary: 'List stories', answer: [example.story] },
    get: { summary: 'Get a story', answer: example.story },
    create: {
      summary: 'Create a story',
      description: 'Keeps any fields.',
      request: { title: 'The third light', chapters: [] },
      answer: example.story,
    },
    update: {
      summary: 'Update a story',
      description: 'The server sets `updatedAt`.',
      request: { published: true },
      answer: example.story,
    },
    delete: { summary: 'Delete a story', answer: success },
  },
  bots: {
    list: {
      summary: 'List bots',
      description: 'Without their nodes, edges and logs.',
      answer: [example.botInList],
    },
    get: { summary: 'Get a bot', answer: example.bot },
    create: {
      summary: 'Create a bot',
      description:
        'A pipeline has at most 100 nodes and 300 edges. Texts may hold `{{ … }}`, an expression whose ' +
        'value takes its place.',
      request: example.botWish,
      answer: example.bot,
    },
    update: {
      summary: 'Update a bot',
      description: 'A pipeline is replaced as a whole, its nodes with its edges.',
      request: { name: 'High tides' },
      answer: { ...example.bot, name: 'High tides' },
    },
    run: {
      summary: 'Run a bot',
      description: 'Answers at once; the pipeline goes on by itself.',
      answer: { status: 'running' },
    },
    stop: { summary: 'Stop a bot', answer: { status: 'idle' } },
    logs: {
      summary: 'Get run logs',
      answer: {
        logs: [{ time: '2026-03-01T09:30:00.000Z', level: 'info', message: 'High tide at 11:40' }],
        status: 'idle',
      },
    },
    clear: { summary: 'Clear logs', answer: success },
    delete: { summary: 'Delete a bot', answer: success },
  },
  images: media('images'),
  videos: media('videos'),
  audios: media('audios'),
  documents: media('documents'),
  models: {
    ...media('models'),
    content: {
      summary: 'Stream a model',
      description: 'The bytes of the GLB, from wherever it is stored. Ranges are answered.',
    },
  },
  tts: {
    status: {
      summary: 'Get the availability of speech',
      answer: {
        available: true,
        state: 'ready',
        voices: [
          { id: 'af_heart', label: 'Heart (US Female)' },
          { id: 'af_bella', label: 'Bella (US Female)' },
        ],
      },
    },
    speak: {
      summary: 'Generate speech',
      description:
        'At most 2,000 characters. The voice is `af_heart` and the speed 1.0 by default.',
      request: { text: 'Mind the step.', voice: 'af_bella', speed: 1.25 },
    },
  },
  scenes: {
    list: { summary: 'List scenes', answer: [example.scene] },
    create: {
      summary: 'Create a scene',
      description: 'Keeps any fields, 1 MB at most. A `definition` must be one that can be shown.',
      request: example.sceneWish,
      answer: example.scene,
    },
    update: {
      summary: 'Update a scene',
      request: { name: 'The rock' },
      answer: { ...example.scene, name: 'The rock' },
    },
    delete: { summary: 'Delete a scene', answer: success },
  },
  tokens: {
    list: { summary: 'List tokens', answer: [example.token] },
    create: { summary: 'Create a token', request: example.tokenWish, answer: example.token },
    price: {
      summary: 'Get the price of a token',
      description: 'What nobody knows is `null`. A price that is made up says `sample: true`.',
      answer: example.price,
    },
  },
  auth: {
    register: {
      summary: 'Register',
      description:
        'The first account owns the platform; others need an invitation. Logs in as well.',
      request: { email: 'ann@shop.example', password: 'correct horse battery' },
      answer: example.account,
    },
    login: {
      summary: 'Log in',
      description: 'Sets the session’s cookie.',
      request: { email: 'ann@shop.example', password: 'correct horse battery' },
      answer: example.account,
    },
    logout: { summary: 'Log out', answer: success },
    resetPassword: {
      summary: 'Set another password',
      description: 'With the token out of the link that `fae-widgets platform` makes.',
      request: { token: 'mQ0ZzC5lQ2V4YW1wbGUtdG9rZW4', password: 'correct horse battery' },
      answer: success,
    },
  },
  workspaces: {
    list: { summary: 'List workspaces', answer: [example.ownWorkspace] },
    create: {
      summary: 'Create a workspace',
      description: 'Its key is shown this once.',
      request: { name: 'Lighthouse' },
      answer: { ...example.ownWorkspace, key: example.key },
    },
    update: {
      summary: 'Update a workspace',
      description: '`stripeAccount` is the connected account that its checkouts are paid to.',
      request: { stripeAccount: 'acct_1A2b3C4d' },
      answer: { ...example.ownWorkspace, stripeAccount: 'acct_1A2b3C4d' },
    },
    regenerateKey: {
      summary: 'Regenerate the key',
      description: 'The old key opens nothing from now on. The new one is shown this once.',
      answer: { id: example.ownWorkspace.id, key: example.key },
    },
  },
  members: {
    list: { summary: 'List members', answer: [example.member] },
    invite: {
      summary: 'Invite somebody',
      description:
        'Who has no account yet registers with the `invitation`, which is shown this once.',
      request: { email: 'bob@shop.example', role: 'editor' },
      answer: { ...example.member, invitation: 'cG9saXNoZWQtZXhhbXBsZQ' },
    },
    update: {
      summary: 'Give a member another role',
      request: { role: 'viewer' },
      answer: { ...example.member, role: 'viewer' },
    },
    delete: { summary: 'Remove a member', answer: success },
  },
};
