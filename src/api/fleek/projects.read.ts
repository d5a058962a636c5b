import { list as listOf, record, text } from '../read.ts';

const project = record({ name: text, workspace: text, createdAt: text });
export { project as create };
export const list = listOf(project);
