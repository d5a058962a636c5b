import type { MediaKind } from '../store/tables/content.ts';

/**
 * What may be uploaded as which type of media, told by the bytes. WebM and MP4 are containers, of which
 * the first bytes do not say whether there are pictures in them.
 */
export const mediaTypes: Readonly<
  Record<MediaKind, { readonly accepts: (type: string) => boolean; readonly wanted: string }>
> = {
  images: { accepts: (type) => type.startsWith('image/'), wanted: 'an image' },
  videos: { accepts: (type) => type.startsWith('video/'), wanted: 'a video' },
  audios: {
    accepts: (type) => type.startsWith('audio/') || ['video/mp4', 'video/webm'].includes(type),
    wanted: 'a sound file',
  },
  documents: { accepts: () => true, wanted: 'a document' },
  models: { accepts: (type) => type === 'model/gltf-binary', wanted: 'a binary glTF file (GLB)' },
};
