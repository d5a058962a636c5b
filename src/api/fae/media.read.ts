import { list, number, record, text } from '../read.ts';

const file = record({ name: text, url: text, size: number, mimeType: text, createdAt: text });

const files = list(file);
export { file as register, file as upload, file as update, files as list };
