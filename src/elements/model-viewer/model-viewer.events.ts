import type { DownloadProgress } from './glb-stream.ts';

/**
 * The model's download went on. `loaded` and `total` are bytes. Does not bubble, as no `progress`
 * event of the platform does.
 */
export class ModelProgressEvent extends ProgressEvent {
  static readonly type = 'progress';
  /** From 0 to 1; the same field as with Google's model-viewer. */
  readonly totalProgress: number;
  constructor({ loaded, total }: DownloadProgress) {
    super(ModelProgressEvent.type, { loaded, total, lengthComputable: true });
    this.totalProgress = loaded / total;
  }
}

/** The first picture of the model is drawn. Does not bubble, as no `load` event does. */
export class ModelLoadEvent extends Event {
  static readonly type = 'load';
  /** The address or id of the model. */
  readonly url: string;
  constructor(url: string) {
    super(ModelLoadEvent.type);
    this.url = url;
  }
}

/** Angles in radians, the distance in metres; see `camera-orbit`. */
export interface CameraPosition {
  readonly theta: number;
  readonly phi: number;
  readonly radius: number;
  /** How large the model is shown; 1 at its starting distance. */
  readonly zoom: number;
}

/** What moved the camera; `automatic` is the turning of `auto-rotate`. */
export type CameraChangeSource = 'user-interaction' | 'automatic' | 'none';

/** The camera stands elsewhere now. */
export class CameraChangeEvent extends Event {
  static readonly type = 'camera-change';
  readonly source: CameraChangeSource;
  readonly position: CameraPosition;
  constructor(source: CameraChangeSource, position: CameraPosition) {
    super(CameraChangeEvent.type, { bubbles: true, composed: true });
    this.source = source;
    this.position = position;
  }
}

declare global {
  interface HTMLElementEventMap {
    'camera-change': CameraChangeEvent;
  }
}
