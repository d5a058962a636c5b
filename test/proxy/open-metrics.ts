import assert from 'node:assert/strict';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  histogram: ['_bucket', '_count', '_sum', '_created'],
};

const metadataLine = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][\w:]*) (.+)$/;
const sampleLine = /^([a-zA-Z_:][\w:]*)\{(.*)\} (\S+)$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\n"])*)"(?:,|$)/y;

const labelsIn = (text: string): Readonly<Record<string, string>> => {
  const labels: Record<string, string> = {};
  label.lastIndex = 0;
  while (label.lastIndex < text.length) {
    const [, name = '', value = ''] = label.exec(text) ?? assert.fail(`labels ${text}`);
    assert.ok(!Object.hasOwn(labels, name), `label ${name} twice`);
    labels[name] = value;
  }
  return labels;
};

const seriesOf = ({ name, labels }: Sample, without = ''): string =>
  JSON.stringify([name, Object.entries(labels).filter(([it]) => it !== without)]);

/** Buckets from the smallest up, none of them smaller than the one before, the last as large as all. */
const checkBuckets = ({ name, samples }: Family): void => {
  const buckets = samples.filter((it) => it.name === `${name}_bucket`);
  const series = Map.groupBy(buckets, (it) => seriesOf(it, 'le'));
  for (const each of series.values()) {
    const bounds = each.map(({ labels }) => labels['le'] ?? assert.fail('no le'));
    for (const bound of bounds) assert.match(bound, /^(\d+\.\d+|\+Inf)$/);
    const sizes = bounds.map((it) => (it === '+Inf' ? Infinity : Number(it)));
    assert.deepEqual(
      sizes,
      [...new Set(sizes)].toSorted((a, b) => a - b),
    );
    assert.equal(bounds.at(-1), '+Inf');
    const values = each.map(({ value }) => value);
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    );
    const [bucket = assert.fail('no bucket')] = each;
    const beside = (suffix: string) => {
      const series = seriesOf({ ...bucket, name: name + suffix }, 'le');
      return samples.find((it) => seriesOf(it) === series)?.value;
    };
    assert.equal(beside('_count'), values.at(-1));
    assert.notEqual(beside('_sum'), undefined);
  }
};

/** Reads OpenMetrics 1.0, and fails at whatever is not as the specification has it. */
export const parseOpenMetrics = (text: string): ReadonlyMap<string, Family> => {
  assert.ok(text.endsWith('\n# EOF\n'), 'ends with # EOF');
  const families = new Map<string, { name: string; type: string; samples: Sample[] }>();
  const told = new Set<string>();
  const seen = new Set<string>();
  let current = '';
  for (const line of text.slice(0, -'# EOF\n'.length - 1).split('\n')) {
    const [, what, about = '', value = ''] = metadataLine.exec(line) ?? [];
    if (what) {
      assert.ok(!told.has(`${what} ${about}`), `${line}: twice`);
      told.add(`${what} ${about}`);
      if (what === 'UNIT') assert.ok(about.endsWith(`_${value}`), line);
      if (about !== current) assert.ok(!families.has(about), `${line}: families are mixed`);
      current = about;
      const family = families.get(about) ?? { name: about, type: '', samples: [] };
      families.set(about, what === 'TYPE' ? { ...family, type: value } : family);
      assert.equal(families.get(about)?.samples.length, 0, `${line}: after its samples`);
      continue;
    }
    const [, name = '', labels = '', number = ''] =
      sampleLine.exec(line) ?? assert.fail(`neither metadata nor sample: ${line}`);
    const family = families.get(current) ?? assert.fail(`${line}: belongs to nothing`);
    const names = (suffixes[family.type] ?? assert.fail(family.type)).map((it) => current + it);
    assert.ok(names.includes(name), `${line}: no sample of a ${family.type} ${current}`);
    const sample = { name, labels: labelsIn(labels), value: Number(number) };
    assert.ok(Number.isFinite(sample.value) && sample.value >= 0, line);
    assert.ok(!seen.has(seriesOf(sample)), `${line}: twice`);
    seen.add(seriesOf(sample));
    family.samples.push(sample);
  }
  for (const family of families.values()) if (family.type === 'histogram') checkBuckets(family);
  return families;
};
