/**
 * Streams of which each piece lies alone in its memory, where nobody holds it but who reads the stream.
 * Who is done with a piece may give that memory back at once. Left to the garbage collector, it takes
 * more time than all the rest of passing a file on: each 64 MB make it walk through the whole heap.
 *
 * It is the stream that is known. What `tee`, `clone` or `pipeThrough` make of it is another one, whose
 * pieces may be held elsewhere too.
 */
const exclusive = new WeakSet<ReadableStream>();

export const markExclusive = (stream: ReadableStream): void => {
  exclusive.add(stream);
};

export const isExclusive = (stream: ReadableStream): boolean => exclusive.has(stream);
