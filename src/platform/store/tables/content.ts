import type { DocumentRow } from './rows.ts';

/** What migration 004 made. */
export interface ContentTables {
  stories: DocumentRow;
  scenes: DocumentRow;
  media: DocumentRow & { readonly kind: MediaKind };
  /** They belong to no workspace. */
  tokens: Omit<DocumentRow, 'workspace'>;
  /** `domain`: a host name that its owner gave; null where it has only ours. */
  apps: DocumentRow & { readonly slug: string; readonly domain: string | null };
}

/** The types of media, as they stand in the API's paths. */
export type MediaKind = 'images' | 'videos' | 'audios' | 'documents' | 'models';

/** Those of them of which each row is a record of a workspace. */
export type ContentResource = 'stories' | 'scenes' | 'media' | 'apps';
