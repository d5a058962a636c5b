import { replyPieces } from '../../client/resources/character-replies.ts';
import type { CallOptions } from '../../client/transport.ts';

/**
 * Asks for a reply that can be read while it is written; from a server that cannot do that it comes at
 * once.
 *
 * @param show takes what there is of it so far, at most once in a frame
 * @returns the whole reply
 */
export const streamedReply = async (
  endpoint: string,
  input: Parameters<typeof replyPieces>[1],
  options: CallOptions,
  show: (text: string) => void,
): Promise<string> => {
  let text = '';
  let frame = 0;
  const draw = (): void => {
    frame = 0;
    show(text);
  };
  try {
    for await (const piece of replyPieces({ base: endpoint }, input, options)) {
      if ('done' in piece) return piece.response;
      text += piece.text;
      frame ||= requestAnimationFrame(draw);
    }
    return text;
  } finally {
    cancelAnimationFrame(frame);
  }
};
