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

export const session = (value: unknown) => {
  const source = object(value);
  const id = text(source?.['id']);
  const status = text(source?.['status']);
  const paymentStatus = text(source?.['paymentStatus']) ?? text(source?.['payment_status']);
  return source && id && status && paymentStatus
    ? { ...source, id, status, paymentStatus }
    : undefined;
};
