import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import fc from 'fast-check';
import { prorate } from '../../../src/platform/billing/proration.ts';
import { chargeOf } from '../../../src/platform/store/invoices.ts';
import { at, openBilling, type TestedBilling } from './support.ts';

let tested: TestedBilling;
before(async () => {
  tested = await openBilling();
});
after(() => tested.close());

const start = fc.integer({ min: at('2024-01-01') / 1000, max: at('2027-12-31') / 1000 });
/** Up to three months on, so that renewals come in between. */
const later = fc.integer({ min: 0, max: 95 * 24 * 60 * 60 });
const changes = fc.array(
  fc.record({ later, by: fc.integer({ min: -20, max: 20 }).filter((it) => it !== 0) }),
  { minLength: 1, maxLength: 4 },
);

test('what is previewed is what is charged, to the cent', async () => {
  await fc.assert(
    fc.asyncProperty(
      start,
      fc.integer({ min: 1, max: 50 }),
      changes,
      async (from, seats, steps) => {
        tested.setTime(from * 1000);
        const { project, id } = await tested.subscribe(seats);
        let quantity = seats;
        for (const step of steps) {
          tested.setTime(tested.now() + step.later * 1000);
          const by = Math.max(step.by, 1 - quantity) || 1;
          const preview = await tested.billing.previewQuantity({
            project,
            id,
            by,
            from: undefined,
          });
          const known = new Set((await tested.invoices(project)).map((it) => it.id));
          // The change comes a little later, and costs the same.
          tested.setTime(
            tested.now() + (tested.now() + 60_000 < (preview.nextAt ?? 0) ? 60_000 : 0),
          );
          await tested.billing.updateQuantity({ project, id, by, from: preview.from });
          const invoices = (await tested.invoices(project)).filter((it) => !known.has(it.id));
          const made = invoices.find(({ lines }) => lines.length === 2);
          assert.ok(made);
          assert.equal(preview.dueNow, made.total < 0 ? made.total : chargeOf(made));
          assert.equal(made.status, 'paid');
          quantity += by;
          const changed = await tested.billing.subscription(project, id);
          assert.equal(changed.quantity, quantity);
          assert.equal(preview.nextAmount, quantity * 2000);
          assert.equal(preview.nextAt, changed.periodEnd);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a preview holds for an hour and for its period', async () => {
  tested.setTime('2025-01-02');
  const { project, id } = await tested.subscribe();
  tested.setTime('2025-01-20T12:00:00');
  const preview = (from: string) =>
    tested.billing.previewQuantity({ project, id, by: 1, from: at(from) });
  await preview('2025-01-20T11:00:01');
  await assert.rejects(preview('2025-01-20T11:00:00'), { status: 400 });
  await assert.rejects(preview('2025-01-20T12:00:01'), { status: 400 });
  tested.setTime('2025-02-02T00:10:00');
  await assert.rejects(preview('2025-02-01T23:59:00'), { status: 400 });
});

test('nobody gains or loses by adding seats and giving them back', () => {
  const period = { periodStart: at('2025-01-31'), periodEnd: at('2025-02-28') };
  const seconds = fc.integer({ min: 0, max: (period.periodEnd - period.periodStart) / 1000 });
  const amounts = fc.integer({ min: 0, max: 20_000_000 });
  fc.assert(
    fc.property(seconds, amounts, amounts, (into, before, after) => {
      const moment = period.periodStart + into * 1000;
      const there = prorate(period, moment, before, after);
      const back = prorate(period, moment, after, before);
      assert.equal(there.unused + there.remaining + back.unused + back.remaining, 0);
      assert.ok(there.unused <= 0 && there.unused >= -before);
      assert.ok(there.remaining >= 0 && there.remaining <= after);
    }),
  );
});
