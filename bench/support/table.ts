type Cell = string | number;

/** A Markdown table; the first column is text, the others numbers. */
export const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) =>
    Math.max(4, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths
      .map((width, column) =>
        column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
      )
      .join(' | ')} |`;
  const rule = `| ${widths
    .map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
    .join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), rule, ...others.map(line)].join('\n');
};

/** A number with so many decimals; a dash for what was not measured. */
export const decimals = (value: number | undefined, count: number): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(count);
