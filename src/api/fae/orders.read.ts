import { list, number, record, text } from '../read.ts';

const order = record({
  status: text,
  productId: text,
  amount: number,
  currency: text,
  customerEmail: text,
  ref: text,
  createdAt: text,
});

const orders = list(order);
export { orders as list };
