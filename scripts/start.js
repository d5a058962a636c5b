// `npm start`: builds if need be, then runs `fae-widgets start`.
import { ensureBuild } from './build.js';

await ensureBuild();
const { main } = await import('../dist/cli/main.js');
const code = await main(['start', ...process.argv.slice(2)]);
// A server gives none, and goes on.
if (code !== undefined) process.exit(code);
