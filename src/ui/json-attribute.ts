/**
 * A Lit property declaration for rich data: set as a property, or as JSON text in the attribute.
 * What is no JSON counts as absent, and the console says so: a page never breaks of it.
 */
export const jsonAttribute = {
  converter: {
    fromAttribute: (value: string | null): unknown => {
      if (!value) return undefined;
      try {
        return JSON.parse(value) as unknown;
      } catch {
        console.warn(`fae-widgets: an attribute is not valid JSON and is ignored: ${value}`);
        return undefined;
      }
    },
  },
} as const;
