import base from './web-test-runner.config.js';
import { mswPlugin } from './test/support/msw-plugin.js';
export default { ...base, plugins: [mswPlugin(), ...base.plugins] };
