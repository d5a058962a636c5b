import assert from 'node:assert/strict';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { runCommand } from '../support/command.ts';

export interface Report {
  readonly exitCode: number;
  readonly findings: readonly Finding[];
}

export type Env = Readonly<Record<string, string>>;

/** What the doctor reports; every report is searched for the secrets of its environment. */
export const examine = async (env: Env, args: readonly string[] = []): Promise<Report> => {
  const { code, output } = await runCommand(['doctor', '--json', ...args], { env });
  for (const [name, value] of Object.entries(env)) {
    const isSecret = /KEY|SECRET|TOKEN/.test(name) && !name.includes('SITE');
    assert.ok(!isSecret || !output.includes(value), `${name} is in the report`);
  }
  const report = JSON.parse(output) as Report;
  assert.equal(code, report.exitCode);
  for (const { level, text, fix } of report.findings) {
    if (level === 'problem' || level === 'warning') assert.ok(fix, `what to do about: ${text}`);
  }
  return report;
};

export const found = ({ findings }: Report, text: RegExp): Finding => {
  const finding = findings.find((it) => text.test(it.text));
  assert.ok(finding, `${text} in ${JSON.stringify(findings, undefined, 1)}`);
  return finding;
};
