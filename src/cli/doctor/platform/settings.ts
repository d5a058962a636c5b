import { readSetUp } from '../../../platform/index.ts';
import { platformSecrets, platformSettings } from '../../platform-variables.ts';
import { findingsAbout, type Check, type Environment, type Finding } from '../finding.ts';

const { ok, note, warning, problem } = findingsAbout('Platform');

/** Those that no proxy reads: where one of them is set, somebody means a platform. */
const platformOnly = [...platformSecrets, ...platformSettings].filter(
  (name) => !['PORT', 'HOST', 'FAE_PUBLIC_URL', 'FAE_TRUST_PROXY'].includes(name),
);

const quoted = (env: Environment): readonly Finding[] =>
  platformOnly
    .filter((name) => /^(["']).*\1$/s.test(env[name] ?? ''))
    .map((name) => problem(`The value of ${name} stands in quotes.`, 'Take the quotes off.'));

/** Whether a platform would take what is set. */
export const platformVariables: Check = async ({ env }) => {
  if (!platformOnly.some((name) => env[name])) {
    return [note('Nothing is set for a platform: SQLite and files in .fae, no engines.')];
  }
  const { refusals, stripe } = await readSetUp(env);
  const found = [
    ...refusals.map((reason) =>
      problem(reason, 'Mend it, or start the platform without that variable.'),
    ),
    ...quoted(env),
    ...(stripe && !stripe.hasWebhook
      ? [
          warning(
            'STRIPE_SECRET_KEY is set without STRIPE_WEBHOOK_SECRET: Stripe cannot tell of payments.',
            'Send the events of checkout.session.* and customer.subscription.* to /api/payments/webhook, and set its signing secret.',
          ),
        ]
      : []),
  ];
  return found.length > 0 ? found : [ok('A platform takes all variables that are set for one.')];
};
