import { createProxy } from 'fae-widgets/proxy';
import manifest from 'fae-widgets/package.json' with { type: 'json' };

// The settings are variables of the project. Budgets need a store that all instances share:
// FAE_REDIS_URL=https://default:TOKEN@… (Redis over REST).
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = createProxy({
  version: manifest.version,
});
