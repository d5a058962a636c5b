// Where the servers are that tests and benchmarks start for themselves. Plain JavaScript for Node 20:
// it runs before anything is set up.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} Service
 * @property {string} title
 * @property {string} variable the variable that says where it is
 * @property {readonly string[]} programs the best one first
 * @property {string} debian the package that brings it
 * @property {string} install what to do where it is not found
 */

const services = /** @type {const} */ ({
  redis: {
    title: 'Redis',
    variable: 'REDIS_SERVER',
    programs: ['redis-server', 'valkey-server'],
    debian: 'redis-server',
    install: 'apt install redis-server, brew install redis, or set REDIS_SERVER to its path',
  },
  nginx: {
    title: 'nginx',
    variable: 'NGINX',
    programs: ['nginx'],
    debian: 'nginx',
    install: 'apt install nginx, brew install nginx, or set NGINX to its path',
  },
  postgres: {
    title: 'PostgreSQL',
    variable: 'POSTGRES',
    // Beside it are initdb and the others.
    programs: ['postgres'],
    debian: 'postgresql',
    install: 'apt install postgresql, brew install postgresql, or set POSTGRES to its path',
  },
  caddy: {
    title: 'Caddy',
    variable: 'CADDY',
    programs: ['caddy'],
    debian: 'caddy',
    install: 'apt install caddy, brew install caddy, or set CADDY to its path',
  },
});

/** Servers are often kept where only root looks for programs. */
const places = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/** Debian keeps PostgreSQL's versions side by side, none of them where programs are looked for. */
const versions = '/usr/lib/postgresql';

/** The folders of those versions, the newest first. */
const versionFolders = () =>
  (existsSync(versions) ? readdirSync(versions) : [])
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, 'bin'));

/**
 * The path of a server: what its variable says, else the first that is found.
 *
 * @param {keyof typeof services} name
 * @returns {string | undefined}
 */
export const findService = (name) => {
  const { variable, programs } = services[name];
  if (process.env[variable]) return process.env[variable];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...places, ...versionFolders()];
  return programs
    .flatMap((program) => folders.map((folder) => join(folder, program)))
    .find((path) => existsSync(path));
};

/** @param {Service} service */
const installOnDebian = ({ title, debian }) => {
  console.log(`Installing ${title} (apt-get install ${debian}) …`);
  const options = /** @type {const} */ ({
    stdio: ['ignore', 'ignore', 'inherit'],
    // Only the program is wanted; this keeps it from being started, where the system can be told so.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debian], options);
  } catch {
    // What could not be installed is not found, and said so.
  }
};

/**
 * Finds a server or, on Debian and Ubuntu as root, installs it.
 *
 * @param {keyof typeof services} name
 * @returns {string | undefined} its path
 */
export const seekService = (name) => {
  const found = findService(name);
  if (found) return found;
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) installOnDebian(services[name]);
  return findService(name);
};

/**
 * The same, but where there is none it says what to install and ends the process with 2.
 *
 * @param {keyof typeof services} name
 * @returns {string} its path
 */
export const ensureService = (name) => {
  const found = seekService(name);
  if (found) return found;
  const { title, install } = services[name];
  console.error(`${title} is needed and not found: ${install}.`);
  process.exit(2);
};
