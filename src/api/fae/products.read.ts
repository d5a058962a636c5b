import { flag, list, number, record, text } from '../read.ts';

const product = record({
  name: text,
  description: text,
  amount: number,
  currency: text,
  images: list(text),
  active: flag,
  stock: number,
});

const products = list(product);
export { product as create, product as update, products as list };
