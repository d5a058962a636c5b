// `npm start`: builds if need be, then runs `fae-widgets start`.
import { ensureBuild } from './build.js';

await ensureBuild();
const { main } = await import('../dist/cli/main.js');
const code = await main(['start', ...process.argv.slice(2)]);
if (code !== 0) process.exit(code);
