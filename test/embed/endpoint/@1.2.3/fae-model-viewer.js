import { define } from '../define.js';

define('fae-model-viewer');
