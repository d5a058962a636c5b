import type { Budget } from '../api/operation.ts';
import type { LimitOptions } from './options.ts';

export interface Limits {
  readonly visitor: Readonly<Record<Budget, number>>;
  readonly global: Readonly<Record<Budget, number>>;
  readonly requestsPerMinute: number;
}

const defaults: Readonly<Record<Budget, number>> = { chat: 20, checkout: 10, speech: 20_000 };
const globalFactor = 50;
const defaultRequests = 300;

const budgets = Object.keys(defaults) as Budget[];

const amount = (name: string, value: number): number => {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`The limit "${name}" must be a whole number, 0 or more.`);
};

/**
 * Reads `FAE_LIMITS`: `chat=60,speech=20000,global.chat=3000,requests=300`.
 *
 * @throws {TypeError} for an unknown name or a value that is no whole number
 */
export const parseLimits = (text: string): LimitOptions => {
  const visitor: Partial<Record<Budget, number>> = {};
  const global: Partial<Record<Budget, number>> = {};
  let requestsPerMinute: number | undefined;
  for (const entry of text.split(',')) {
    const [, scope, name = '', digits] = /^\s*(global\.)?(\w+)\s*=\s*(\d+)\s*$/.exec(entry) ?? [];
    const budget = budgets.find((it) => it === name);
    if (budget) (scope ? global : visitor)[budget] = Number(digits);
    else if (name === 'requests' && !scope) requestsPerMinute = Number(digits);
    else {
      throw new TypeError(
        `Cannot read the limit "${entry.trim()}". Write ${budgets.join('=…, ')}=…, ` +
          'global.chat=… or requests=… with whole numbers.',
      );
    }
  }
  return { visitor, global, ...(requestsPerMinute !== undefined && { requestsPerMinute }) };
};

/** Fills in the defaults. */
export const limitsOf = (options: LimitOptions): Limits => {
  const visitor = { ...defaults };
  const global = { ...defaults };
  for (const budget of budgets) {
    visitor[budget] = amount(budget, options.visitor?.[budget] ?? defaults[budget]);
    global[budget] = amount(
      `global.${budget}`,
      options.global?.[budget] ?? visitor[budget] * globalFactor,
    );
  }
  const requests = options.requestsPerMinute ?? defaultRequests;
  return { visitor, global, requestsPerMinute: amount('requests', requests) };
};
