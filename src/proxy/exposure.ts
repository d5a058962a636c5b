import type { NamedOperation, OperationName } from '../api/operations.ts';
import type { Expose, Pins } from './options.ts';
import { proxiedOperations } from './proxied-operations.ts';

/** The visitor operations that are offered, with what each is pinned to. */
export type Exposure = ReadonlyMap<OperationName, Pins>;

/** Free public reads. */
export const exposedByDefault: readonly OperationName[] = [
  'nfts.listPublic',
  'payments.product',
  'tts.status',
];

const isWildcard = (pattern: string): boolean => pattern.endsWith('*');

const covers = (pattern: string, operation: NamedOperation): boolean =>
  isWildcard(pattern)
    ? operation.audience === 'visitor' && operation.name.startsWith(pattern.slice(0, -1))
    : operation.name === pattern;

const covered = (pattern: string): readonly NamedOperation[] => {
  const wellFormed = /^(\*|\w+\.(\w+|\*))$/.test(pattern);
  const found = wellFormed ? proxiedOperations.filter((it) => covers(pattern, it)) : [];
  if (found.length === 0) {
    const known = proxiedOperations
      .filter((it) => it.audience === 'visitor')
      .map((it) => it.name)
      .join(', ');
    throw new TypeError(`Cannot expose "${pattern}". Visitor operations: ${known}`);
  }
  return found;
};

const parametersOf = (operation: NamedOperation): readonly string[] =>
  [...operation.path.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1] ?? '');

/** Whether a pin is on what the visitor sends; else it is on what the visitor sees. */
export const pinsRequest = (operation: NamedOperation, field: string): boolean =>
  parametersOf(operation).includes(field) || (operation.visitor?.sends.includes(field) ?? false);

const checkPins = (operation: NamedOperation, pins: Pins): void => {
  for (const field of Object.keys(pins)) {
    if (pinsRequest(operation, field) || operation.visitor?.sees.includes(field)) continue;
    throw new TypeError(`${operation.name} has no field "${field}" that could be pinned.`);
  }
};

const isList = (expose: Expose | readonly string[]): expose is readonly string[] =>
  Array.isArray(expose);

/** Everything there is; who says so need not have set up both APIs. */
const everything = '*';

/** Whether an operation is offered for another reason than that everything is. */
export const isAskedFor = (
  expose: Expose | readonly string[],
  operation: NamedOperation,
): boolean =>
  (isList(expose) ? expose : Object.keys(expose)).some(
    (pattern) => pattern !== everything && covers(pattern, operation),
  );

/**
 * Which visitor operations are offered. A name wins over a wildcard, `payments.*` over `*`.
 *
 * @throws {TypeError} for an unknown name, an operator operation without `authorize`, or a pin on a
 * field that the operation does not have
 */
export const exposureOf = (expose: Expose | readonly string[], hasAuthorize: boolean): Exposure => {
  const entries: [string, true | Pins | undefined][] = isList(expose)
    ? expose.map((pattern) => [pattern, true])
    : Object.entries(expose);
  const exposure = new Map<OperationName, Pins>();
  const byGenerality = entries.toSorted(
    ([a], [b]) => Number(isWildcard(b)) - Number(isWildcard(a)) || a.length - b.length,
  );
  for (const [pattern, value] of byGenerality) {
    if (value === undefined) continue;
    const pins = value === true ? {} : value;
    for (const operation of covered(pattern)) {
      if (operation.audience === 'operator') {
        if (hasAuthorize) continue;
        throw new TypeError(`${operation.name} is no visitor operation: it needs "authorize".`);
      }
      checkPins(operation, pins);
      exposure.set(operation.name, pins);
    }
  }
  return exposure;
};
