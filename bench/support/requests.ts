export const modelId = '64b5f0c2a1d3e4f5a6b7c8d9';

/** The page that all requests come from. */
export const shop = 'https://shop.example';

export interface Sent {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a browser sends along. */
const browser = {
  Origin: shop,
  Accept: '*/*',
  'Accept-Language': 'en-GB,en;q=0.9',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/149.0.0.0 Safari/537.36',
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'cors',
};

const product = (number: number): Sent => ({
  method: 'GET',
  path: `/payments/embed/product/${number.toString(16).padStart(24, '0')}`,
  headers: browser,
});

/** As many as a shop may have, so that hardly ever two visitors ask for the same at once. */
export const products: readonly [Sent, ...Sent[]] = [
  product(0),
  ...Array.from({ length: 99 }, (_, index) => product(index + 1)),
];

export const model: Sent = { method: 'GET', path: `/models/${modelId}/content`, headers: browser };

export const speech: Sent = {
  method: 'POST',
  path: '/tts',
  headers: { ...browser, 'Content-Type': 'application/json' },
  body: JSON.stringify({ text: 'Good evening, and welcome to the harbour.', voice: 'af_heart' }),
};
