import { list, record, text } from '../read.ts';

const member = record({ email: text, name: text, role: text, createdAt: text });

const members = list(member);
export { member as invite, member as update, members as list };
