import { define } from '../define.js';

// A script that cannot be had the first time.
if (!import.meta.url.includes('?retry=')) throw new Error('not yet');
define('fae-tts-player');
