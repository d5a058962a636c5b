import { FaeModelViewerElement } from '../elements/model-viewer/model-viewer-element.ts';
import { define } from './define.ts';

export type * from '../elements/model-viewer/model-viewer.events.ts';

define('fae-model-viewer', FaeModelViewerElement);

declare global {
  interface HTMLElementTagNameMap {
    'fae-model-viewer': FaeModelViewerElement;
  }
}
