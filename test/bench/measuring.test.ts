import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { atMost, atRate } from '../../bench/support/load.ts';
import { busyOf, cpuOf, residentOf, residentPartsOf } from '../../bench/support/process-usage.ts';
import { growth, median, quantile, range, sum } from '../../bench/support/statistics.ts';
import { decimals, table } from '../../bench/support/table.ts';

const stat =
  '4242 (a) b) (c) S 1 4242 4242 0 -1 4194560 5000 0 3 0 150 25 7 3 20 0 11 0 8833 1000 2000 184467';

describe('what the kernel tells', () => {
  test('of a process, whatever its name contains', () => {
    assert.deepEqual(cpuOf(stat), { own: 1750, children: 100 });
    assert.equal(residentOf('VmPeak:\t  9999 kB\nVmRSS:\t   20480 kB\nThreads:\t11\n'), 20);
    assert.deepEqual(residentPartsOf('RssAnon:\t   10240 kB\nRssFile:\t    5120 kB\n'), {
      own: 10,
      files: 5,
    });
  });

  test('of the machine, without the time in which it waited', () => {
    assert.equal(
      busyOf('cpu  100 20 30 9000 400 5 6 0 0 0\ncpu0 50 10 15 4500 200 2 3 0 0 0\n'),
      1610,
    );
  });
});

describe('statistics', () => {
  test('find values by their place, not by their sum', () => {
    const values = [9, 1, 5, 3, 7];
    assert.equal(median(values), 5);
    assert.equal(quantile(values, 0.99), 9);
    assert.deepEqual(range(values), [1, 9]);
    assert.equal(sum(values), 25);
    assert.ok(Number.isNaN(median([])));
    assert.deepEqual(values, [9, 1, 5, 3, 7]);
  });

  test('see memory that grows without end, not what was needed to begin with', () => {
    assert.equal(growth([50, 90, 100, 100, 100, 100, 100, 400, 100]), 0);
    assert.ok(growth(Array.from({ length: 30 }, (_, index) => 100 + 5 * index)) > 0.2);
  });
});

describe('a load', () => {
  test('counts the bytes of calls that run at the same time', async () => {
    const call = () => new Promise<number>((resolve) => setImmediate(() => resolve(10)));
    const { bytes, latencies, failures } = await atMost(call, 8, 0.02);
    assert.ok(latencies.length >= 8);
    assert.equal(bytes, 10 * latencies.length);
    assert.equal(failures, 0);
  });

  test('at a rate goes on while answers are missing, and counts what fails', async () => {
    const waiting: (() => void)[] = [];
    let calls = 0;
    const call = () => {
      calls += 1;
      if (calls % 2 === 0) return Promise.reject(new Error('refused'));
      return new Promise<number>((resolve) => {
        waiting.push(() => resolve(1));
        // Nobody has been answered until the last one has asked.
        if (calls >= 19) for (const answer of waiting) answer();
      });
    };
    const { latencies, failures, lateness } = await atRate(call, 1_000, 0.02);
    assert.deepEqual([calls, latencies.length, failures, lateness.length], [20, 10, 10, 20]);
  });
});

test('a table is Markdown, with a dash for what was not measured', () => {
  const rows = [
    ['nginx', decimals(0.0564, 3)],
    ['ours', decimals(undefined, 3)],
  ];
  assert.equal(
    table(['', 'CPU ms'], rows),
    ['|       | CPU ms |', '| ----- | -----: |', '| nginx |  0.056 |', '| ours  |      – |'].join(
      '\n',
    ),
  );
});
