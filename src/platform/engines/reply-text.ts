const thought = { opens: '<think>', closes: '</think>' };

/**
 * Puts a reply together from what a model streams: without white space around it, and without the
 * thought that older reasoning models write before it.
 *
 * @param onText takes what can be shown already
 */
export const replyText = (onText: (piece: string) => void = () => undefined) => {
  let text = '';
  /** White space after which the reply may be over, or a beginning that may be a thought. */
  let held = '';
  let hasBegun = false;

  const isBeginning = (): boolean => {
    held = held.trimStart();
    if (!held.startsWith(thought.opens)) return !thought.opens.startsWith(held);
    const end = held.indexOf(thought.closes);
    if (end < 0) return false;
    held = held.slice(end + thought.closes.length).trimStart();
    return held !== '';
  };

  const pass = (piece: string): void => {
    if (piece === '') return;
    held = held.slice(piece.length);
    text += piece;
    onText(piece);
  };

  return {
    add: (piece: string): void => {
      held += piece;
      hasBegun ||= isBeginning();
      if (hasBegun) pass(held.trimEnd());
    },
    /** The whole reply; empty where there was nothing but a thought. */
    end: (): string => {
      if (!held.startsWith(thought.opens)) pass(held.trimEnd());
      return text;
    },
  };
};
