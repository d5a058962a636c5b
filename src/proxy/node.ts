export { folderAssets } from './assets.node.ts';
export { createProxy } from './create-proxy.node.ts';
export { toFastify } from './fastify.node.ts';
export { packagedScripts } from './packaged-scripts.node.ts';
export { toNode, type Mountable, type NodeHandler } from './listener.node.ts';
export { connectRedis, type RedisConnection } from './redis.node.ts';
export { undiciFetch } from './undici-fetch.node.ts';
