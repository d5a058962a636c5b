import { define } from '../define.js';

define('fae-nft-gallery');
