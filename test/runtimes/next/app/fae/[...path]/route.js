import { createProxy } from 'fae-widgets/proxy';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = createProxy();
