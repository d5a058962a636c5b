/**
 * The currencies whose minor unit is not a hundredth, as Stripe counts amounts
 * (docs.stripe.com/currencies). `Intl` must not be asked: its digits are those of cash in daily use,
 * 0 for ISK, HUF or UGX, and a price would look a hundred times what is charged.
 */
const withoutDecimals = /^(BIF|CLP|DJF|GNF|JPY|KMF|KRW|MGA|PYG|RWF|VND|VUV|XAF|XOF|XPF)$/i;
const withThree = /^(BHD|JOD|KWD|OMR|TND)$/i;

/** The decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export const minorUnitDigits = (currency: string): number => {
  if (withoutDecimals.test(currency)) return 0;
  return withThree.test(currency) ? 3 : 2;
};

/**
 * A price for people, as in "€10.50".
 *
 * @param amount whole, in the currency's minor unit: 1050 is 10.50 EUR and 1,050 JPY
 * @param currency ISO 4217, in either case
 * @param locale BCP 47; the browser's own when it is absent
 * @returns `undefined` when the amount is missing or the currency is no ISO code: no price is better
 *   than a wrong one
 * @throws {RangeError} for a malformed locale; `languageOf` never gives one
 */
export const formatMoney = (
  amount: number | null | undefined,
  currency: string | null | undefined,
  locale?: string,
): string | undefined => {
  if (!Number.isSafeInteger(amount) || !/^[a-z]{3}$/i.test(currency ?? '')) return undefined;
  const code = String(currency);
  const digits = minorUnitDigits(code);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: code,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // As decimal text, which Intl reads exactly: a division would round the largest amounts.
  return format.format(`${amount}e-${digits}` as `${number}`);
};
