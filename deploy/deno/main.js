import { createProxy } from 'fae-widgets/proxy';
import { packagedScripts } from 'fae-widgets/proxy/node';

// The settings are variables: FAE_API_KEY, FAE_WORKSPACE, FAE_ALLOWED_ORIGINS, FAE_EXPOSE, …
// For several instances: FAE_REDIS_URL=https://default:TOKEN@… (Redis over REST).
export default createProxy({ ...packagedScripts() });
