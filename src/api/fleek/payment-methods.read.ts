import { record, text, type Read } from '../read.ts';
import { page } from './page.read.ts';

/** The document has text, other clients of the service were sent numbers. */
const digits: Read<string> = (value) => text(typeof value === 'number' ? String(value) : value);

export const list = page(
  record({ brand: text, country: text, expiryMonth: digits, expiryYear: digits, last4: digits }),
);
