import { define } from '../define.js';

define('fae-checkout');
