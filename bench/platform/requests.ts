import type { Agent } from 'node:http';
import { exchange } from '../support/exchange.ts';
import { key, type Contender } from './contenders.ts';

/** Asks a platform. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<string>;

/**
 * Gives what asks a platform on kept connections, with its key.
 *
 * @throws when an answer is not a success
 */
export const askerOf =
  (agent: Agent, { url }: Pick<Contender, 'url'>): Ask =>
  async (method, path, body) => {
    const pieces: Buffer[] = [];
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      'x-api-key': key,
      ...(text !== undefined && {
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(text)),
      }),
    };
    const sent = { method, path, headers, ...(text !== undefined && { body: text }) };
    const onBytes = (bytes: Buffer): boolean => pieces.push(bytes) > 0;
    const { status } = await exchange(agent, url, sent, { onBytes });
    const answer = Buffer.concat(pieces).toString();
    if (status >= 300) throw new Error(`${method} ${path} answers ${status}: ${answer}`);
    return answer;
  };

/** A record as its owners make them: some hundred characters in a dozen fields. */
export const nft = (number: number) => ({
  name: `Night bloom ${number}`,
  nftKind: 'edition',
  description: 'Opens for an hour after moonrise. '.repeat(5),
  image: 'https://images.example/night-bloom.webp',
  animation: 'https://images.example/night-bloom.glb',
  chain: 'base',
  contract: '0x1f98431c8ad98523631ae4a59f267346ea31f984',
  tokenId: String(number),
  public: true,
  traits: [
    { trait_type: 'Season', value: 'Autumn' },
    { trait_type: 'Light', value: 'Blue' },
    { trait_type: 'Petals', value: 7 },
  ],
});
