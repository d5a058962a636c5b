import { list as listOf, record, text } from '../read.ts';

const token = record({ name: text, token_prefix: text, created_at: text, token: text });
export { token as create };
export const list = listOf(token);
