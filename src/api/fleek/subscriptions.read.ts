import { known, list as listOf, number, object, record, text, type Read } from '../read.ts';

const nullable =
  <T>(read: Read<T>): Read<T | null> =>
  (value) =>
    value === null ? null : read(value);

const date = nullable(text);

const item: Read<Record<string, unknown>> = (value) => {
  const fields = object(value);
  if (!fields) return undefined;
  const quantity = number(fields['quantity']);
  const unitAmount = nullable(number)(fields['unitAmount']);
  return known({ ...fields, quantity, unitAmount });
};

const subscription = record({
  status: text,
  startDate: date,
  endDate: date,
  periodStartDate: date,
  periodEndDate: date,
  trialEndDate: date,
  productId: date,
  scheduleId: date,
  items: listOf(item),
});

export {
  subscription as get,
  subscription as create,
  subscription as updateQuantity,
  subscription as cancel,
  subscription as resume,
};

export const list = listOf(subscription);
