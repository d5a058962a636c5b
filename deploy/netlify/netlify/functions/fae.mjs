import { createProxy } from 'fae-widgets/proxy';
import manifest from 'fae-widgets/package.json' with { type: 'json' };

// The settings are variables of the site. Budgets need a store that all instances share:
// FAE_REDIS_URL=https://default:TOKEN@… (Redis over REST).
const proxy = createProxy({ version: manifest.version });

export default proxy.fetch;

// What lies in public/fae, the elements' scripts, is served as files.
export const config = { path: '/fae/*', preferStatic: true };
