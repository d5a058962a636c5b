import type { NamedOperation, fae } from '../../../src/api/operations.ts';
import type { TagGroup } from '../described-api.ts';

export const tags = {
  Status: 'Whether the platform works.',
  'Public NFTs': 'The NFTs that a workspace shows to everyone.',
  'Payments Embed': 'Products and checkouts for any site.',
  NFTs: 'Masters, editions, collections.',
  Characters: 'Profiles, and what they answer.',
  Apps: 'Hosted web apps.',
  Stories: 'Stories of the Book Studio.',
  Bots: 'Pipelines that run by themselves.',
  'Text-to-Speech': 'Voices, and what they say.',
  Scenes: '3D models put together.',
  Tokens: 'Tokens, and what they are worth.',
  'Media Files': 'Images, videos, audios, documents and 3D models.',
  Shop: 'Making products, reading orders.',
  Accounts: 'People, their sessions, workspaces and keys.',
} as const;

type Tag = keyof typeof tags;

const tagOfResource: Readonly<Record<keyof typeof fae, Tag>> = {
  nfts: 'NFTs',
  payments: 'Payments Embed',
  products: 'Shop',
  orders: 'Shop',
  characters: 'Characters',
  apps: 'Apps',
  stories: 'Stories',
  bots: 'Bots',
  images: 'Media Files',
  videos: 'Media Files',
  audios: 'Media Files',
  documents: 'Media Files',
  models: 'Media Files',
  tts: 'Text-to-Speech',
  scenes: 'Scenes',
  tokens: 'Tokens',
  auth: 'Accounts',
  workspaces: 'Accounts',
  members: 'Accounts',
};

export const tagOf = ({ name }: NamedOperation): Tag =>
  name === 'nfts.listPublic'
    ? 'Public NFTs'
    : tagOfResource[name.split('.')[0] as keyof typeof tagOfResource];

/** As the document groups its tester; ours come after. */
export const tagGroups = [
  { name: 'Public', tags: ['Status', 'Public NFTs'] },
  {
    name: 'Workspace → Content',
    tags: ['NFTs', 'Characters', 'Apps', 'Stories', 'Bots', 'Text-to-Speech', 'Scenes', 'Tokens'],
  },
  { name: 'Workspace → Files', tags: ['Media Files'] },
  { name: 'Payments Embed', tags: ['Payments Embed'] },
  { name: 'Extensions', tags: ['Shop', 'Accounts'] },
] satisfies readonly (TagGroup & { readonly tags: readonly Tag[] })[];
