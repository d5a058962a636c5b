/**
 * Registers an element. The first one to take a tag keeps it: a second copy of the package on the
 * page is told so and does no harm. On a server there is nothing to register with.
 */
export const define = (tag: string, element: CustomElementConstructor): void => {
  const registry = (globalThis as { customElements?: CustomElementRegistry }).customElements;
  const present = registry?.get(tag);
  if (!present) registry?.define(tag, element);
  else if (present !== element) {
    console.warn(`fae-widgets: <${tag}> is already defined on this page; this copy is not used.`);
  }
};
