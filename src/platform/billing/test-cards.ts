/** Cards of nobody, with the numbers that are known for what they do. */
export const testCards = {
  visa: { brand: 'visa', last4: '4242', country: 'US', pays: true },
  mastercard: { brand: 'mastercard', last4: '4444', country: 'US', pays: true },
  declined: { brand: 'visa', last4: '0341', country: 'US', pays: false },
} as const;

export type TestCard = keyof typeof testCards;

/** Whether a card is good for a payment at some time: it is, until the month is over that it names. */
export const pays = (
  method: {
    readonly card: TestCard;
    readonly expiryMonth: number;
    readonly expiryYear: number;
  },
  at: number,
): boolean =>
  testCards[method.card].pays && at < Date.UTC(method.expiryYear, method.expiryMonth, 1);
