import type { Budget } from '../api/operation.ts';
import type { LimitOptions, Windows } from './options.ts';

const hourMs = 3_600_000;
export const windowsMs = { hour: hourMs, day: 24 * hourMs } as const;

type WindowName = keyof typeof windowsMs;

/** Points that may be spent in a window of time. */
export interface Limit {
  readonly window: WindowName;
  readonly limit: number;
}

export interface Limits {
  readonly visitor: Readonly<Record<Budget, readonly Limit[]>>;
  readonly global: Readonly<Record<Budget, readonly Limit[]>>;
  readonly requestsPerMinute: number;
}

const defaults: Readonly<Record<Budget, number>> = { chat: 20, checkout: 10, speech: 20_000 };
const globalFactor = 50;
const defaultRequests = 300;

export const budgets = Object.keys(defaults) as Budget[];

const amount = (name: string, value: number): number => {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`The limit "${name}" must be a whole number, 0 or more.`);
};

const entry = /^\s*(global\.)?(\w+)(?:\.(hour|day))?\s*=\s*(\d+)\s*$/;

/**
 * Reads `FAE_LIMITS`: `chat=60,chat.day=200,speech=20000,global.chat=3000,requests=300`.
 *
 * @throws {TypeError} for an unknown name or a value that is no whole number
 */
export const parseLimits = (text: string): LimitOptions => {
  const visitor: Partial<Record<Budget, Windows>> = {};
  const global: Partial<Record<Budget, Windows>> = {};
  let requestsPerMinute: number | undefined;
  for (const part of text.split(',')) {
    const [, scope, name = '', window, digits] = entry.exec(part) ?? [];
    const budget = budgets.find((it) => it === name);
    if (budget) {
      const limits = scope ? global : visitor;
      const usual = scope ? 'day' : 'hour';
      limits[budget] = { ...limits[budget], [window ?? usual]: Number(digits) };
    } else if (name === 'requests' && !scope && !window) requestsPerMinute = Number(digits);
    else {
      throw new TypeError(
        `Cannot read the limit "${part.trim()}". Write ${budgets.join('=…, ')}=…, chat.day=…, ` +
          'global.chat=… or requests=… with whole numbers.',
      );
    }
  }
  return { visitor, global, ...(requestsPerMinute !== undefined && { requestsPerMinute }) };
};

const windowsOf = (given: number | Windows | undefined, usual: WindowName): Windows =>
  typeof given === 'number' ? { [usual]: given } : (given ?? {});

const limitsIn = (name: string, windows: Windows): readonly Limit[] =>
  (['hour', 'day'] as const).flatMap((window) => {
    const limit = windows[window];
    return limit === undefined ? [] : [{ window, limit: amount(`${name}.${window}`, limit) }];
  });

/** Fills in the defaults. */
export const limitsOf = (options: LimitOptions): Limits => {
  const limits = budgets.map((budget) => {
    const given = windowsOf(options.visitor?.[budget], 'hour');
    const visitor = { ...given, hour: given.hour ?? defaults[budget] };
    const global = {
      day: visitor.hour * globalFactor,
      ...windowsOf(options.global?.[budget], 'day'),
    };
    return {
      budget,
      visitor: limitsIn(budget, visitor),
      global: limitsIn(`global.${budget}`, global),
    };
  });
  const scope = (name: 'visitor' | 'global') =>
    Object.fromEntries(limits.map((it) => [it.budget, it[name]])) as Limits['visitor'];
  return {
    visitor: scope('visitor'),
    global: scope('global'),
    requestsPerMinute: amount('requests', options.requestsPerMinute ?? defaultRequests),
  };
};
