/**
 * Amounts in minor units, as Stripe counts them. `Intl` must not be asked for the exponent: it gives
 * what a country's cash looks like, and is off by a hundred for HUF, IDR, ISK, UGX and more.
 *
 * Sources: Stripe, "Zero-decimal currencies", "Three-decimal currencies", and its special cases: ISK
 * and UGX are counted in hundredths, though nobody writes them that way.
 */
const decimalsOf: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'
    .split(' ')
    .map((it) => [it, 0] as const),
  ...'BHD JOD KWD OMR TND'.split(' ').map((it) => [it, 3] as const),
]);

const wholeOnly: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/**
 * An amount as people read it.
 *
 * @param amount an integer in the currency's minor unit
 * @param currency ISO 4217, in any case
 * @example formatAmount(1050, 'eur') // €10.50
 */
export const formatAmount = (amount: number, currency: string): string => {
  const code = currency.toUpperCase();
  const decimals = decimalsOf.get(code) ?? 2;
  const shown = wholeOnly.has(code) && amount % 100 === 0 ? 0 : decimals;
  try {
    return new Intl.NumberFormat('en', {
      style: 'currency',
      currency: code,
      minimumFractionDigits: shown,
      maximumFractionDigits: shown,
    }).format(amount / 10 ** decimals);
  } catch {
    // Not three letters: shown as it is rather than not at all.
    return `${(amount / 10 ** decimals).toFixed(decimals)} ${code}`;
  }
};

/**
 * Why an amount cannot be charged, in words that follow the amount; `undefined` where it can. What has
 * three decimals ends in 0, what nobody writes decimals of in 00 (Stripe, "Special cases").
 */
export const whyNotCharged = (amount: number, currency: string): string | undefined => {
  const code = currency.toUpperCase();
  if (wholeOnly.has(code) && amount % 100 !== 0)
    return `must end in 00, as ${code} has no decimals`;
  if (decimalsOf.get(code) === 3 && amount % 10 !== 0) {
    return `must end in 0, as no card has the third decimal of ${code}`;
  }
  return undefined;
};
