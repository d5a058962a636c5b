import { upload as appUpload } from '../../api/fae/apps.operations.ts';
import { images } from '../../api/fae/media.operations.ts';

/** How much may be sent, in bytes unless it says otherwise. */
export interface UploadLimits {
  /** One image, video, audio, document or model. */
  readonly media: number;
  /** One file of an app. */
  readonly appFile: number;
  /** All files of an app together. */
  readonly app: number;
  /** How many files an app may have. */
  readonly appFiles: number;
}

const mebibyte = 1024 * 1024;

export const uploadLimits: UploadLimits = {
  media: images.upload.largest,
  appFile: appUpload.largest,
  app: 250 * mebibyte,
  appFiles: 2000,
};
