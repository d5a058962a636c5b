/** Text that is markup already. Only `html` makes it. */
export interface Html {
  readonly markup: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (it) => entities[it] ?? it);

const markupOf = (value: string | Html | undefined): string => {
  if (value === undefined) return '';
  return typeof value === 'string' ? escaped(value) : value.markup;
};

/** Markup with values in it: strings are escaped, markup stays, `undefined` is left out. */
export const html = (
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | undefined)[]
): Html => ({ markup: String.raw({ raw: parts }, ...values.map(markupOf)) });
