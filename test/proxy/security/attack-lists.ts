/** What attackers write where a path or an origin is due. */

const productPath = '/fae/payments/embed/product/';

/** Paths of the visitor operations that every adapter's suite exposes. */
const operationPaths = [
  '/public/nfts',
  '/payments/embed/checkout',
  '/models/64b5f0c2a1d3e4f5a6b7c8d9/content',
  '/tts',
  '/tts/status',
];

/** Paths that would be another host’s if they were put behind one. */
export const hostChoosers = operationPaths.flatMap((path) => [
  `/fae//evil.test${path}`,
  `/fae/\\evil.test${path}`,
  `/fae/@evil.test${path}`,
  `/fae/.evil.test${path}`,
  `/fae@evil.test${path}`,
  `/fae.evil.test${path}`,
  `/faehttps://evil.test${path}`,
  `/fae/https://evil.test${path}`,
  `/fae/http:/evil.test${path}`,
  `//evil.test/fae${path}/x`,
  `/\\evil.test/fae${path}/x`,
  `http://evil.test/fae/x${path}`,
  `/faextra${path}`,
  `/api${path}`,
]);

const oddParameters = [
  '..%2fadmin',
  '%2e%2e%2fadmin',
  '%252e%252e',
  '%252e%252e%252fadmin',
  'a%2Fb',
  'a%5cb',
  'a%00b',
  'a%0d%0aX-Evil:%201',
  '%E0%A4%A',
  '%',
  'x;/../y',
  '..;',
  '%ef%bc%8e%ef%bc%8e',
  'a'.repeat(300),
];

/** Paths that would be another operation’s, or nobody’s, if they were decoded once more. */
export const oddPaths = [
  ...oddParameters.flatMap((it) => [productPath + it, `/fae/models/${it}/content`]),
  '/fae//public/nfts',
  '/fae/public//nfts',
  '/fae/public/nfts/',
  '/fae/public%2fnfts',
  '/fae/public%5cnfts',
  '/fae/%70ublic/nfts',
  '/fae/public/nfts;.css',
  '/fae/public/nfts/x.js',
  '/fae/public/nfts%00',
  '/fae/public/nfts%0d%0aX-Evil:%201',
  '/fae/../api/nfts',
  '/fae/%2e%2e/api/nfts',
  '/fae/public/nfts/../../../admin',
];

/** Origins that merely look like the shop’s. */
export const lookalikes = [
  'https://shop.example.evil.test',
  'https://evilshop.example',
  'https://shop.example.',
  'https://shop.example:8443',
  'https://SHOP.example',
  'https://sub.shop.example',
  'https://shop.example@evil.test',
  'https://shop.example, https://evil.test',
  'http://shop.example',
  'null',
];
