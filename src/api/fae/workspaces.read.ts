import { list, record, text } from '../read.ts';

const workspace = record({ name: text, role: text, stripeAccount: text, createdAt: text });

const workspaces = list(workspace);
export { workspace as create, workspace as update, workspaces as list };
