import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNginx } from './nginx.ts';
import { cores, startPinned, type Pinned } from './pinned.ts';
import { modelId } from './requests.ts';

/** What the API would hold: an NFT as FAE's documents have it, with a field that visitors never see. */
const nft = (index: number) => ({
  _id: index.toString(16).padStart(24, '0'),
  name: `Lantern ${index}`,
  description: 'A paper lantern over the old harbour, painted from memory in the first winter.',
  image: `https://storage.googleapis.com/fae-samples/lanterns/${index}.webp`,
  nftKind: 'edition',
  editionNumber: index,
  editionCount: 100,
  traits: [
    { name: 'Light', value: 'Amber' },
    { name: 'Paper', value: 'Washi' },
  ],
  public: true,
  createdAt: '2026-05-04T08:30:00.000Z',
  workspace: 'aaaaaaaaaaaaaaaaaaaaaaaa',
});

/** In bytes. */
export const sizes = { speech: 200_000, model: 20_000_000 } as const;

/** Answers for the paths below `/api`, as files: about 2 kB of JSON, 200 kB of WAV, 20 MB of GLB. */
const writeFiles = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  const list = JSON.stringify(Array.from({ length: 5 }, (_, index) => nft(index + 1)));
  writeFileSync(join(folder, 'nfts.json'), list);
  writeFileSync(join(folder, 'speech.wav'), Buffer.alloc(sizes.speech, 'RIFF'));
  writeFileSync(join(folder, 'model.glb'), Buffer.alloc(sizes.model, 'glTF'));
};

export interface Upstream extends Pinned {
  /** Base URL, `/api` included. */
  readonly url: string;
}

/** nginx with files: an upstream that costs the processor of the load next to nothing. */
export const startFiles = async (folder: string): Promise<Upstream> => {
  const files = join(folder, 'files');
  writeFiles(files);
  const server = await startNginx(
    cores.load,
    join(folder, 'upstream'),
    `open_file_cache max=10;
  server {
    listen 127.0.0.1:{port} backlog=4096;
    location = /api/public/nfts { types {} default_type application/json; alias ${files}/nfts.json; }
    location = /api/models/${modelId}/content {
      types {} default_type model/gltf-binary; alias ${files}/model.glb;
    }
    # A file has no answer to POST; as the page of that error it is one.
    location = /api/tts { error_page 405 =200 /speech.wav; alias ${files}/speech.wav; }
    location = /speech.wav { types {} default_type audio/wav; alias ${files}/speech.wav; }
  }`,
  );
  return { ...server, url: `http://127.0.0.1:${server.port}/api` };
};

/** What the speaking server writes at once. */
export const pieceBytes = 4096;

/** A server that speaks piece by piece, each beginning with the time of its writing. */
export const startSpeech = async (): Promise<Upstream> => {
  const file = new URL('../servers/speech.js', import.meta.url).pathname;
  const server = await startPinned(cores.load, [process.execPath, file, String(pieceBytes)]);
  return { ...server, url: `${server.ready}/api` };
};
