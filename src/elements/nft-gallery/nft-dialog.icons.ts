import { icon } from './nft-icons.ts';

export const previousIcon = icon('m14.5 5-7 7 7 7');
export const nextIcon = icon('m9.5 5 7 7-7 7');
export const closeIcon = icon('m6 6 12 12M18 6 6 18');
