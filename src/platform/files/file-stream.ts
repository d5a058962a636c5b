import { open, type FileHandle } from 'node:fs/promises';

const chunkSize = 64 * 1024;

/**
 * A part of a file as a web stream. Nothing is opened before somebody reads, and reading as fast as
 * the reader goes means that a slow visitor costs one chunk of memory.
 *
 * @param end the first byte that is no longer wanted
 */
export const fileStream = (
  path: string,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let handle: FileHandle | undefined;
  let position = start;
  const close = async () => {
    await handle?.close();
    handle = undefined;
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        try {
          if (position < end) {
            handle ??= await open(path);
            const wanted = new Uint8Array(Math.min(chunkSize, end - position));
            const { bytesRead } = await handle.read(wanted, 0, wanted.length, position);
            if (bytesRead === 0) throw new Error('The file is shorter than it was.');
            position += bytesRead;
            controller.enqueue(wanted.subarray(0, bytesRead));
          }
          if (position < end) return;
          await close();
          controller.close();
        } catch (error) {
          await close();
          throw error;
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
};
