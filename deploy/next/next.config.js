/** The scripts in public/fae: any page may load them, and those of a version never change. */
const headers = async () => [
  {
    source: '/fae/:file(fae.js|fae.css)',
    headers: [
      { key: 'Access-Control-Allow-Origin', value: '*' },
      { key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' },
      { key: 'Cache-Control', value: 'public, max-age=300, stale-while-revalidate=86400' },
    ],
  },
  {
    source: '/fae/@:version/:path*',
    headers: [
      { key: 'Access-Control-Allow-Origin', value: '*' },
      { key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' },
      { key: 'Cache-Control', value: 'public, max-age=31536000, immutable' },
    ],
  },
];

export default { headers, poweredByHeader: false };
