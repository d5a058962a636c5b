/** What migration 006 made. */
export interface FileTables {
  app_files: {
    readonly app: string;
    /** Below the app's folder: `img/logo.png`. */
    readonly path: string;
    readonly blob: string;
    /** In bytes. */
    readonly size: number;
    /** SHA-256 of the bytes, in hexadecimal digits. */
    readonly sha256: string;
    readonly created_at: string;
    readonly updated_at: string;
  };
  /** Made by migration 009: which records show which files. */
  file_uses: {
    readonly workspace: string;
    readonly file: string;
    readonly resource: string;
    /** The record's id. */
    readonly record: string;
  };
  /** Bytes that no row is about: not yet, or no more. */
  stray_blobs: { readonly blob: string; readonly created_at: string };
}
