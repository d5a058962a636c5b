import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNginx } from './nginx.ts';
import { cores, startPinned, type Pinned } from './pinned.ts';
import { modelId } from './requests.ts';

/** A product as FAE's documents have it, and what the API may hold beside that. */
const product = {
  id: '0123456789abcdef01234567',
  name: 'Lantern over the old harbour',
  description: 'A paper lantern, painted from memory in the first winter. '.repeat(20),
  amount: 4900,
  currency: 'eur',
  images: Array.from({ length: 8 }, (_, index) => `https://media.example/lanterns/${index}.webp`),
  active: true,
  stripeAccount: 'acct_0123456789',
  costPrice: 1250,
  supplier: { name: 'Paper & Light', note: 'Delivers on Thursdays.' },
};

/** In bytes. */
export const sizes = { speech: 200_000, model: 20_000_000 } as const;

/** Answers for the paths below `/api`, as files: 2 kB of JSON, 200 kB of WAV, 20 MB of GLB. */
const writeFiles = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'product.json'), JSON.stringify(product));
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
    location ~ ^/api/payments/embed/product/ {
      types {} default_type application/json; alias ${files}/product.json;
    }
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
