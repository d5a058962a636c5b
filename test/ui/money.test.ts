import { expect } from 'chai';
import { formatMoney, minorUnitDigits } from '../../src/ui/money.ts';

/** The digits of a price in English, without the currency's sign and separators. */
const figures = (amount: number, currency: string) =>
  formatMoney(amount, currency, 'en')?.replace(/[^\d.]/g, '');

describe('formatMoney', () => {
  it('takes two decimals for most currencies', () => {
    expect(formatMoney(1050, 'eur', 'en')).to.equal('€10.50');
    expect(formatMoney(5, 'USD', 'en')).to.equal('$0.05');
    expect(formatMoney(100, 'usd', 'en')).to.equal('$1.00');
    expect(formatMoney(0, 'usd', 'en')).to.equal('$0.00');
  });

  it('takes none where the currency has no minor unit', () => {
    const none = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
    for (const currency of none) expect(figures(1050, currency), currency).to.equal('1050');
  });

  it('takes three for the dinars and the rial that have them', () => {
    for (const currency of ['BHD', 'JOD', 'KWD', 'OMR', 'TND']) {
      expect(figures(5120, currency), currency).to.equal('5.120');
    }
  });

  it('does not follow Intl where it counts differently from the payment side', () => {
    const two = 'AFN ALL COP HUF IDR IQD IRR ISK LAK LBP MMK PKR SOS SYP TWD UGX YER'.split(' ');
    for (const currency of two) expect(figures(50_000, currency), currency).to.equal('500.00');
    expect(figures(1050, 'HUF')).to.equal('10.50');
  });

  it('keeps every digit of a very large amount', () => {
    expect(figures(Number.MAX_SAFE_INTEGER, 'USD')).to.equal('90071992547409.91');
  });

  it('writes as the language does', () => {
    expect(formatMoney(123456, 'EUR', 'de')).to.equal('1.234,56\u00a0€');
    expect(formatMoney(123456, 'JPY', 'ja')).to.equal('¥123,456'.replace('¥', '￥'));
  });

  it('shows an unknown but well-formed currency by its code', () => {
    expect(figures(1050, 'XQZ')).to.equal('10.50');
    expect(formatMoney(1050, 'xqz', 'en')).to.contain('XQZ');
  });

  it('shows nothing rather than something wrong', () => {
    expect(formatMoney(undefined, 'EUR')).to.equal(undefined);
    expect(formatMoney(null, 'EUR')).to.equal(undefined);
    for (const amount of [Number.NaN, Infinity, 10.5, 1e21]) {
      expect(formatMoney(amount, 'EUR')).to.equal(undefined);
    }
    expect(formatMoney(1050, undefined)).to.equal(undefined);
    expect(formatMoney(1050, '')).to.equal(undefined);
    expect(formatMoney(1050, 'bitcoin')).to.equal(undefined);
  });

  it('names the digits that a minor unit stands for, in either case', () => {
    expect([minorUnitDigits('jpy'), minorUnitDigits('EUR'), minorUnitDigits('kwd')]).to.deep.equal([
      0, 2, 3,
    ]);
  });
});
