import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { monthsAfter, periodEndOf } from '../../../src/platform/billing/calendar.ts';
import { at, day, text } from './support.ts';

test('a month has the same day in it, or the last one', () => {
  for (const [from, months, to] of [
    ['2025-01-31T10:20:30', 1, '2025-02-28T10:20:30'],
    ['2024-01-31', 1, '2024-02-29T00:00:00'],
    ['2025-01-31', 2, '2025-03-31T00:00:00'],
    ['2025-12-15T23:59:59', 1, '2026-01-15T23:59:59'],
    ['2025-01-02', 12, '2026-01-02T00:00:00'],
  ] as const) {
    assert.equal(text(monthsAfter(at(from), months)), to);
  }
});

test('periods follow one another and never drift', () => {
  const times = fc.integer({ min: at('2020-01-01'), max: at('2040-01-01') });
  fc.assert(
    fc.property(times, (anchor) => {
      let start = anchor;
      for (let index = 1; index <= 30; index += 1) {
        const end = periodEndOf(anchor, start);
        assert.equal(end, monthsAfter(anchor, index));
        assert.ok(end - start >= 28 * day && end - start <= 31 * day);
        start = end;
      }
    }),
    { numRuns: 200 },
  );
});
