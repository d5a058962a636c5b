import type { DownloadProgress } from './glb-stream.ts';

/**
 * The model's download went on. `loaded` and `total` are bytes. Does not bubble, as no `progress`
 * event of the platform does.
 */
export class ModelProgressEvent extends Event {
  readonly loaded: number;
  readonly total: number;
  /** From 0 to 1; the same field as with Google's model-viewer. */
  readonly totalProgress: number;
  constructor({ loaded, total }: DownloadProgress) {
    super('progress');
    this.loaded = loaded;
    this.total = total;
    this.totalProgress = loaded / total;
  }
}

/** The first picture of the model is drawn. Does not bubble, as no `load` event does. */
export class ModelLoadEvent extends Event {
  /** The address or id of the model. */
  readonly url: string;
  constructor(url: string) {
    super('load');
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
  readonly source: CameraChangeSource;
  readonly position: CameraPosition;
  constructor(source: CameraChangeSource, position: CameraPosition) {
    super('camera-change', { bubbles: true, composed: true });
    this.source = source;
    this.position = position;
  }
}

declare global {
  interface HTMLElementEventMap {
    'camera-change': CameraChangeEvent;
  }
}
