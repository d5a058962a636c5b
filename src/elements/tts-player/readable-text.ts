const silent = [
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'audio',
  'video',
  'canvas',
  'iframe',
  'object',
  'select',
  'textarea',
  'button',
  'fae-tts-player',
  '[hidden]',
  '[aria-hidden="true" i]',
].join();

const isVisible = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false });

/**
 * What there is to read in an element: its visible text, with a line break between blocks, so that
 * a heading without a full stop is a sentence of its own. Nothing of controls, pictures and scripts.
 * An element that is hidden itself (a text kept for reading aloud) is read as if it were shown.
 */
export const readableText = (root: Element): string => {
  const isShown = isVisible(root);
  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data.replace(/\s+/g, ' ');
    if (!(node instanceof Element)) return '';
    if (node.localName === 'br') return '\n';
    if (node !== root && node.matches(silent)) return '';
    if (node !== root && isShown && !isVisible(node)) return '';
    const text = Array.from(node.childNodes, textOf).join('');
    const { display } = getComputedStyle(node);
    return /^(inline|contents|ruby)/.test(display) ? text : `\n${text}\n`;
  };
  return textOf(root);
};
