import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const root = fileURLToPath(new URL('../../', import.meta.url));

interface LockedPackage {
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(join(root, path), 'utf8')) as T;

export const manifest = await readJson<{
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { types: string; default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: unknown;
}>('package.json');

/** Everything that `npm install fae-widgets` brings, by its folder in node_modules. */
export const installed = async (): Promise<Map<string, LockedPackage>> => {
  const { packages } = await readJson<{ packages: Record<string, LockedPackage> }>(
    'package-lock.json',
  );
  const found = new Map<string, LockedPackage>();
  const visit = (name: string, from: string): void => {
    const nested = `${from}/node_modules/${name}`;
    const path = from && packages[nested] ? nested : `node_modules/${name}`;
    const entry = packages[path];
    if (!entry || found.has(path)) return;
    found.set(path, entry);
    for (const dependency of Object.keys(entry.dependencies ?? {})) visit(dependency, path);
  };
  for (const name of Object.keys(manifest.dependencies)) visit(name, '');
  return found;
};

export const folderSize = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

/**
 * The package as users get it: packed by npm, unpacked in an empty folder, beside exactly the
 * dependencies that it declares.
 */
export const packAndInstall = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fae-packed-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  const [report] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [
    { filename: string; unpackedSize: number; files: { path: string }[] },
  ];
  const tarball = join(folder, report.filename);
  const modules = join(folder, 'node_modules');
  await mkdir(modules, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', folder]);
  await rename(join(folder, 'package'), join(modules, 'fae-widgets'));
  for (const path of (await installed()).keys()) {
    const name = path.slice('node_modules/'.length);
    if (name.includes('node_modules/')) continue;
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, path), join(modules, name));
  }
  return {
    folder,
    tarball,
    files: report.files.map((it) => it.path),
    unpackedSize: report.unpackedSize,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

export type Packed = Awaited<ReturnType<typeof packAndInstall>>;

/** The import paths that the package offers, `*` filled in with what there is. */
export const importPaths = async (): Promise<string[]> => {
  const defines = (await readdir(join(root, 'src/define')))
    .filter((name) => name.startsWith('fae-'))
    .map((name) => name.replace(/\.ts$/, ''));
  return Object.entries(manifest.exports)
    .filter(([, target]) => typeof target !== 'string')
    .flatMap(([path]) =>
      path.includes('*') ? defines.map((name) => path.replace('*', name)) : [path],
    )
    .map((path) => path.replace(/^\./, 'fae-widgets'));
};
