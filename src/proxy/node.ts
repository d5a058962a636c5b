export { folderAssets } from './assets.node.ts';
