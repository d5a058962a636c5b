/** Texts with expressions in them, `Hello {{ name }}`, whose values take their place. */
import { invalid } from '../handlers/refusals.ts';

/** What expressions are wanted, and what is made of their values. */
export interface Filling<T> {
  readonly expressions: readonly string[];
  /** @param values of the expressions, in their order */
  readonly build: (values: readonly unknown[]) => T;
}

const open = '{{';
const close = '}}';

interface Parsed {
  /** One more than there are expressions; they stand between these. */
  readonly texts: readonly string[];
  readonly expressions: readonly string[];
}

/** The first `}}` ends an expression, so braces within one need a space between them. */
const parse = (template: string): Parsed => {
  const texts: string[] = [];
  const expressions: string[] = [];
  let position = 0;
  for (;;) {
    const start = template.indexOf(open, position);
    const end = start < 0 ? -1 : template.indexOf(close, start + open.length);
    if (end < 0) return { texts: [...texts, template.slice(position)], expressions };
    texts.push(template.slice(position, start));
    expressions.push(template.slice(start + open.length, end).trim());
    position = end + close.length;
  }
};

/** What stands in a text for a value: text as it is, nothing for nothing, else JSON. */
const asText = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const filledText = (
  { texts, expressions }: Parsed,
  written: (value: unknown) => string = asText,
): Filling<string> => ({
  expressions,
  build: (values) =>
    texts.reduce((filled, text, index) => filled + written(values[index - 1]) + text),
});

export const fillText = (template: string): Filling<string> => filledText(parse(template));

/** The texts of a template that are no expressions. */
export const literalsOf = (template: string): readonly string[] => parse(template).texts;

/** Where a template is one expression and nothing else. */
const isAlone = ({ texts, expressions }: Parsed): boolean =>
  expressions.length === 1 && texts.every((text) => text.trim() === '');

const inAddress = (value: unknown): string => {
  const text = asText(value);
  // Encoding leaves dots alone, and these two would lead out of the folder that was written there.
  if (text === '.' || text === '..') throw invalid(`"${text}" cannot stand in an address.`);
  return encodeURIComponent(text.toWellFormed());
};

/**
 * A URL, in which values are percent-encoded: none of them can lead to another host or path than is
 * written there. Where the whole URL is one expression, its value is taken as it is.
 */
export const fillUrl = (template: string): Filling<string> => {
  const parsed = parse(template);
  return filledText(parsed, isAlone(parsed) ? asText : inAddress);
};

/** Several fillings as one, by name. */
export const fillEach = <T>(
  fillings: Readonly<Record<string, Filling<T>>>,
): Filling<Readonly<Record<string, T>>> => {
  const named = Object.entries(fillings);
  return {
    expressions: named.flatMap(([, { expressions }]) => expressions),
    build: (values) => {
      const left = [...values];
      return Object.fromEntries(
        named.map(([name, { expressions, build }]) => [
          name,
          build(left.splice(0, expressions.length)),
        ]),
      );
    },
  };
};

/**
 * All texts within a JSON value. One that is an expression and nothing else becomes its value, be that
 * a number, a list or an object.
 */
export const fillJson = (value: unknown): Filling<unknown> => {
  if (typeof value === 'string') {
    const parsed = parse(value);
    if (!isAlone(parsed)) return filledText(parsed);
    return { expressions: parsed.expressions, build: ([only = null]) => only };
  }
  if (typeof value !== 'object' || value === null) return { expressions: [], build: () => value };
  const { expressions, build } = fillEach(
    Object.fromEntries(Object.entries(value).map(([name, it]) => [name, fillJson(it)])),
  );
  return {
    expressions,
    build: Array.isArray(value) ? (values) => Object.values(build(values)) : build,
  };
};
