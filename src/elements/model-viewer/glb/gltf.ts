import { ElementError } from '../../../ui/failure.ts';

/** A part of a glTF document whose members have not been looked at yet. */
export type Part = Readonly<Record<string, unknown>>;

/** A model that breaks the rules of its own format. */
export const badModel = (what: string, cause?: unknown): ElementError =>
  new ElementError('bad_model', `The model is damaged: ${what}.`, { cause });

export const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object that may be absent. */
export const partOf = (owner: Part, name: string): Part => {
  const value = owner[name] ?? {};
  if (!isPart(value)) throw badModel(`"${name}" is not an object`);
  return value;
};

/** A list of objects that may be absent. */
export const partsOf = (owner: Part, name: string): readonly Part[] => {
  const value = owner[name] ?? [];
  if (!Array.isArray(value) || !value.every(isPart)) throw badModel(`"${name}" is not a list`);
  return value;
};

export const stringsOf = (owner: Part, name: string): readonly string[] => {
  const value = owner[name] ?? [];
  if (Array.isArray(value) && value.every((it) => typeof it === 'string')) return value;
  throw badModel(`"${name}" is not a list of names`);
};

/** A whole number from 0 on; `absent` stands for one that is not given. */
export const countOf = (owner: Part, name: string, absent?: number): number => {
  const value = owner[name] ?? absent;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw badModel(`"${name}" is not a whole number`);
};

const checkedIndex = (value: unknown, length: number, name: string): number => {
  if (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < length) {
    return Number(value);
  }
  throw badModel(`"${name}" points to nothing`);
};

/** A reference into a list of `length` parts, where there is one. */
export const indexOf = (owner: Part, name: string, length: number): number | undefined =>
  owner[name] === undefined ? undefined : checkedIndex(owner[name], length, name);

/** References into a list of `length` parts. */
export const indicesOf = (owner: Part, name: string, length: number): readonly number[] => {
  const value = owner[name] ?? [];
  if (!Array.isArray(value)) throw badModel(`"${name}" is not a list`);
  return value.map((it) => checkedIndex(it, length, name));
};
