import { isoTime, type Store } from './store.ts';

export interface AppFile {
  /** Below the app's folder: `img/logo.png`. */
  readonly path: string;
  /** The key of the bytes. */
  readonly blob: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

const columns = ['path', 'blob', 'size', 'sha256'] as const;

/** By their paths, in the order of the alphabet. */
export const listAppFiles = async (store: Store, app: string): Promise<AppFile[]> =>
  store.db.selectFrom('app_files').select(columns).where('app', '=', app).orderBy('path').execute();

export const findAppFile = async (
  store: Store,
  app: string,
  path: string,
): Promise<AppFile | undefined> =>
  store.db
    .selectFrom('app_files')
    .select(columns)
    .where('app', '=', app)
    .where('path', '=', path)
    .executeTakeFirst();

/** In place of what was at that path. To be called in a transaction. */
export const putAppFile = async (store: Store, app: string, file: AppFile): Promise<void> => {
  const time = isoTime(store.now());
  const { blob, size, sha256 } = file;
  await store.db
    .insertInto('app_files')
    .values({ app, ...file, created_at: time, updated_at: time })
    .onConflict((it) =>
      it.columns(['app', 'path']).doUpdateSet({ blob, size, sha256, updated_at: time }),
    )
    .execute();
};

/** How many files an app has, and how many bytes they have together. */
export const appUsage = async (
  store: Store,
  app: string,
): Promise<{ readonly files: number; readonly bytes: number }> => {
  const row = await store.db
    .selectFrom('app_files')
    .select(({ fn }) => [fn.count('path').as('files'), fn.sum('size').as('bytes')])
    .where('app', '=', app)
    .executeTakeFirstOrThrow();
  return { files: Number(row.files), bytes: Number(row.bytes) };
};
