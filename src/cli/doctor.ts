import type { Command } from './command.ts';
import { captchaCheck } from './doctor/captcha.ts';
import { findingsAbout, type Check, type Finding, type Patient } from './doctor/finding.ts';
import { machine } from './doctor/machine.ts';
import { database } from './doctor/platform/database.ts';
import { engines } from './doctor/platform/engines.ts';
import { platformPackages } from './doctor/platform/packages.ts';
import { platformVariables } from './doctor/platform/settings.ts';
import { storage } from './doctor/platform/storage.ts';
import { offers } from './doctor/operations.ts';
import { origins } from './doctor/origins.ts';
import { asJson, asText, exitCodeOf } from './doctor/print.ts';
import { publicUrl } from './doctor/public-url.ts';
import { redis } from './doctor/redis.ts';
import { settings } from './doctor/settings.ts';
import { upstreams } from './doctor/upstreams.ts';
import { within } from './doctor/within.ts';
import { proxyEnvironment, proxyOptions, secretsNote } from './proxy-options.ts';
import { platformSecrets } from './platform-variables.ts';
import { secretVariables, takeSecretFiles, withoutSecrets } from './secrets.ts';
import { UsageError } from './usage-error.ts';

type Checks = Readonly<Record<string, Check>>;

/** In the order in which they are told, by what they are needed for. */
const parts: Readonly<Record<string, Checks>> = {
  proxy: {
    settings,
    address: publicUrl,
    origins,
    upstreams,
    operations: offers,
    redis,
    captcha: captchaCheck(fetch),
  },
  platform: {
    variables: platformVariables,
    packages: platformPackages,
    database,
    storage,
    engines,
  },
};

const checksOf = (part: string | undefined): Checks => {
  if (part === undefined) return { machine, ...parts['proxy'], ...parts['platform'] };
  const chosen = Object.hasOwn(parts, part) ? parts[part] : undefined;
  if (chosen) return { machine, ...chosen };
  throw new UsageError(`--part is ${Object.keys(parts).join(' or ')}; it is "${part}".`);
};

/** A check takes a few waits at most; one that does not come to an end is given up. */
const mostWaits = 5;

const run = async (name: string, check: Check, patient: Patient): Promise<readonly Finding[]> => {
  try {
    return await within(mostWaits * patient.waitMs, check(patient));
  } catch (error) {
    const { problem } = findingsAbout('Doctor');
    const reason = error instanceof Error ? error.message : String(error);
    const fix = 'Try again; if it stays so, report it with this line.';
    return [problem(`The check of ${name} has failed: ${reason}`, fix)];
  }
};

const defaultTimeout = '5';

const waitOf = (text: string): number => {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 60) return seconds * 1_000;
  throw new UsageError(`--timeout is a number of seconds up to 60; it is "${text}".`);
};

export const doctorCommand: Command = {
  summary: 'checks a set-up of proxy and platform, and says what to mend',
  description: `Checks what "fae-widgets proxy" with the same variables and options would work with: settings,
the APIs and their keys, what is exposed, origins, Redis, captcha; and what "fae-widgets platform"
would: settings, packages, database, file storage, engines. It calls free reads only and never
spends anything. ✓ is well, – is to be known, ! may be wrong, ✗ is wrong.`,
  options: {
    ...proxyOptions,
    part: { type: 'string', value: 'name', help: 'proxy or platform, to check that alone' },
    'product-id': {
      type: 'string',
      value: 'id',
      help: 'a product to try payments.product with',
    },
    'model-id': { type: 'string', value: 'id', help: 'a model to try models.content with' },
    timeout: {
      type: 'string',
      value: 'seconds',
      help: `how long one answer is waited for (${defaultTimeout})`,
    },
    json: { type: 'boolean', value: '', help: 'prints JSON, for scripts' },
  },
  notes: `${secretsNote}

Exit codes: 0 all is well, 1 there are warnings, 2 there is a problem, or an option is wrong.`,
  async run({ values, flags }) {
    takeSecretFiles(process.env, [...secretVariables, ...platformSecrets]);
    const env = proxyEnvironment(values, process.env);
    const patient: Patient = {
      env,
      waitMs: waitOf(values['timeout'] ?? defaultTimeout),
      ids: { 'payments.product': values['product-id'], 'models.content': values['model-id'] },
    };
    const found = await Promise.all(
      Object.entries(checksOf(values['part'])).map(([name, check]) => run(name, check, patient)),
    );
    const findings = found.flat();
    const text = flags.has('json')
      ? asJson(findings)
      : asText(findings, process.stdout.isTTY && !env['NO_COLOR']);
    console.log(withoutSecrets(env)(text));
    return exitCodeOf(findings);
  },
};
