const texts = new WeakMap<Response, string>();

/** A response with a text as its body, which `textOf` knows without reading it out again. */
export const textResponse = (text: string, init: ResponseInit): Response => {
  const response = new Response(text, init);
  texts.set(response, text);
  return response;
};

/** The text that a response was made with; nothing for other bodies, and for a copy of a response. */
export const textOf = (response: Response): string | undefined => texts.get(response);
