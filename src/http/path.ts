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

/** Compiles a template once; the function gives the parameters, or `undefined` for no match. */
export const pathMatcher = (
  template: string,
): ((pathname: string) => PathParameters | undefined) => {
  const parts = template.split('/').slice(1);
  const rest = parts.at(-1)?.startsWith('{*') ?? false;
  return (pathname) => {
    const segments = pathname.split('/').slice(1);
    if (rest ? segments.length < parts.length : segments.length !== parts.length) return undefined;
    const parameters: Record<string, string | string[]> = {};
    for (const [index, part] of parts.entries()) {
      const segment = segments[index] ?? '';
      const [, many, name] = /^\{(\*?)(\w+)\}$/.exec(part) ?? [];
      if (name === undefined) {
        if (segment !== part) return undefined;
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
