import { list, number, object, record, text } from '../read.ts';

export const product = record({
  name: text,
  description: text,
  amount: number,
  currency: text,
  images: list(text),
});

export const checkout = (value: unknown) => {
  const url = text(object(value)?.['url']);
  return url === undefined ? undefined : { url };
};
