/**
 * Matches request paths against an operation's template (`/characters/{id}`, `/x/{*rest}`).
 *
 * A segment is decoded once and then must be plain: no slash or backslash, no control character, not
 * empty, `.` or `..`. So no parameter can climb out of its place, encoded once or twice.
 */
export type PathParameters = Readonly<Record<string, string | readonly string[]>>;

const plain = /^[^/\\%\u0000-\u001f\u007f]{1,256}$/;

const decode = (segment: string): string | undefined => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    return undefined;
  }
  return plain.test(decoded) && decoded !== '.' && decoded !== '..' ? decoded : undefined;
};

interface Part {
  readonly text: string;
  /** Of a parameter. */
  readonly name: string | undefined;
  /** It takes all segments from here on. */
  readonly many: boolean;
}

const partOf = (text: string): Part => {
  const [, many, name] = /^\{(\*?)(\w+)\}$/.exec(text) ?? [];
  return { text, name, many: Boolean(many) };
};

/** Compiles a template once; the function gives the parameters, or `undefined` for no match. */
export const pathMatcher = (
  template: string,
): ((pathname: string) => PathParameters | undefined) => {
  const parts = template.split('/').slice(1).map(partOf);
  const rest = parts.at(-1)?.many ?? false;
  return (pathname) => {
    const segments = pathname.split('/').slice(1);
    if (rest ? segments.length < parts.length : segments.length !== parts.length) return undefined;
    const parameters: Record<string, string | string[]> = {};
    for (const [index, { text, name, many }] of parts.entries()) {
      const segment = segments[index] ?? '';
      if (name === undefined) {
        if (segment !== text) return undefined;
      } else if (many) {
        const values = segments.slice(index).map(decode);
        if (!values.every((value) => value !== undefined)) return undefined;
        parameters[name] = values;
      } else {
        const value = decode(segment);
        if (value === undefined) return undefined;
        parameters[name] = value;
      }
    }
    return parameters;
  };
};
