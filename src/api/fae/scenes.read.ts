import { list, object, record, text } from '../read.ts';

const scene = record({ name: text, definition: object });

const scenes = list(scene);
export { scene as create, scene as update, scenes as list };
