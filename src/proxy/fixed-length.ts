type FixedLength = new (bytes: number) => TransformStream<Uint8Array, Uint8Array>;

/**
 * Has Workers send the `Content-Length` of a stream, without which a viewer cannot tell how far it has
 * come: they leave it out unless the stream itself is of fixed length
 * (https://developers.cloudflare.com/workers/runtime-apis/streams/transformstream/). Elsewhere the
 * stream stays what it is.
 */
export const fixedLength = (
  body: ReadableStream<Uint8Array>,
  headers: Headers,
): ReadableStream<Uint8Array> => {
  const { FixedLengthStream } = globalThis as { FixedLengthStream?: FixedLength };
  const length = headers.get('Content-Length');
  if (!FixedLengthStream || length === null) return body;
  return body.pipeThrough(new FixedLengthStream(Number(length)));
};
