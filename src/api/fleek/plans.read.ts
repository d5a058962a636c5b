import { list as listOf, number, record, text } from '../read.ts';

export const list = listOf(record({ name: text, price: number, createdAt: text, updatedAt: text }));
