import { literalsOf } from './template.ts';
import type { Pipeline } from './pipeline.ts';

/** Headers whose values are for the server that they are sent to, and for nobody else. */
const isSecret = (name: string): boolean =>
  /auth|cookie|token|secret|key|pass|signature|credential|session/i.test(name);

/** Shorter ones would also be found where they mean nothing. */
const shortest = 6;

/** The words of a value: `Bearer abc` has the secret behind its scheme. */
const wordsOf = (value: string): string[] =>
  [value.trim(), ...value.split(/\s+/)].filter((word) => word.length >= shortest);

/** What must not be shown of the headers of a request. */
export const secretsOf = (headers: Readonly<Record<string, string>>): string[] => {
  const values = Object.entries(headers).flatMap(([name, value]) => (isSecret(name) ? value : []));
  return [...new Set(values.flatMap(wordsOf))];
};

/** The same of all requests of a pipeline, as far as it is written in them. */
export const secretsIn = ({ nodes }: Pipeline): string[] =>
  nodes.flatMap((node) =>
    node.type === 'httpRequest'
      ? Object.entries(node.data.headers ?? {}).flatMap(([name, template]) =>
          literalsOf(template).flatMap((text) => secretsOf({ [name]: text })),
        )
      : [],
  );

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A text without the secrets that are in it, as they are or as JSON has them. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .flatMap((secret) => [secret, inJson(secret)])
    // The longest first: another one may be part of it.
    .toSorted((one, other) => other.length - one.length)
    .reduce((shown, secret) => shown.replaceAll(secret, '•••'), text);
