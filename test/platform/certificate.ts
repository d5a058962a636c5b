import { generate } from 'selfsigned';

/**
 * A self-signed certificate of this machine, made anew for each run, for local https servers in
 * tests.
 */
export const { cert: certificate, private: privateKey } = await generate(
  [{ name: 'commonName', value: 'localhost' }],
  {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: 'media.example' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  },
);
