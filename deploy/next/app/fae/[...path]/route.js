import { createProxy } from 'fae-widgets/proxy';
import manifest from 'fae-widgets/package.json';

// The settings are variables of the server, which are read with the first request: FAE_API_KEY,
// FAE_WORKSPACE, FAE_ALLOWED_ORIGINS, FAE_EXPOSE, … None of them may begin with NEXT_PUBLIC_.
//
// Next.js does not tell who has connected: FAE_TRUST_PROXY is the number of proxies in front of it.
// On Vercel it is found out by itself.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = createProxy({
  version: manifest.version,
});

// Speech may take a minute until it begins; where functions are cut off earlier, allow for that.
export const maxDuration = 120;
