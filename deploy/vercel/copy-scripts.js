// Puts the elements' scripts and styles where they are served as files, below the proxy's own path.
import { cp } from 'node:fs/promises';

const scripts = new URL('.', import.meta.resolve('fae-widgets/fae.css'));
await cp(scripts, new URL('public/fae/', import.meta.url), { recursive: true });
