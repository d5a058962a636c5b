/**
 * The language an element stands in, for `Intl`: the nearest `lang` around it, also beyond shadow
 * roots. `undefined` where the page names none or what it names is malformed.
 */
export const languageOf = (element: Element): string | undefined => {
  const near = element.closest('[lang]');
  const root = element.getRootNode();
  if (!near && root instanceof ShadowRoot) return languageOf(root.host);
  try {
    return Intl.getCanonicalLocales(near?.getAttribute('lang') ?? [])[0];
  } catch {
    return undefined;
  }
};
