import { bindingAssets, createProxy } from 'fae-widgets/proxy';
import manifest from 'fae-widgets/package.json';

// The settings are variables and secrets of the Worker. Budgets need a store that all of its instances
// share: FAE_REDIS_URL=https://default:TOKEN@… (Redis over REST), as a secret.
export default createProxy({
  assets: bindingAssets((env) => env.ASSETS),
  version: manifest.version,
});
