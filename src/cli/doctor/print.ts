import type { Finding, Level } from './finding.ts';

const signs: Readonly<Record<Level, string>> = { ok: '✓', note: '–', warning: '!', problem: '✗' };

/** Colours of a terminal: green, none, yellow, red. */
const colours: Readonly<Record<Level, string>> = {
  ok: '32',
  note: '',
  warning: '33',
  problem: '31',
};

const coloured = (text: string, colour: string, isTerminal: boolean): string =>
  isTerminal && colour !== '' ? `\u001b[${colour}m${text}\u001b[0m` : text;

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

const of = (findings: readonly Finding[], level: Level): number =>
  findings.filter((it) => it.level === level).length;

/** For scripts: 0 when all is well, 1 for warnings alone, 2 for a problem. */
export const exitCodeOf = (findings: readonly Finding[]): 0 | 1 | 2 => {
  if (of(findings, 'problem') > 0) return 2;
  return of(findings, 'warning') > 0 ? 1 : 0;
};

/** For people: what belongs together below its title, what to do below what was found. */
export const asText = (findings: readonly Finding[], isTerminal: boolean): string => {
  const groups = Map.groupBy(findings, ({ about }) => about);
  const parts = [...groups].map(([about, found]) =>
    [
      about,
      ...found.flatMap(({ level, text, fix }) => [
        `  ${coloured(signs[level], colours[level], isTerminal)} ${text}`,
        ...(fix === undefined ? [] : [`    → ${fix}`]),
      ]),
    ].join('\n'),
  );
  const problems = count(of(findings, 'problem'), 'problem');
  const warnings = count(of(findings, 'warning'), 'warning');
  return [...parts, `${problems}, ${warnings}`].join('\n\n');
};

/** For programs. */
export const asJson = (findings: readonly Finding[]): string =>
  JSON.stringify(
    {
      exitCode: exitCodeOf(findings),
      problems: of(findings, 'problem'),
      warnings: of(findings, 'warning'),
      findings,
    },
    undefined,
    2,
  );
