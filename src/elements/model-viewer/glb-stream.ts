import { ElementError } from '../../ui/failure.ts';

/** Bytes of a model that are taken at most. */
const maxBytes = 128 * 1024 * 1024;

const headerBytes = 12;
/** So much of what came instead is quoted: it tells a page from an error report. */
const quotedCharacters = 60;

export interface DownloadProgress {
  /** Bytes so far, decoded. */
  readonly loaded: number;
  /** The whole model's length in bytes: exact, whatever the transport compressed or left unsaid. */
  readonly total: number;
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

const truncated = (loaded: number, total: number | undefined, cause?: unknown): ElementError =>
  new ElementError(
    'truncated',
    `The model broke off after ${loaded} of ${total ?? 'at least 12'} bytes.`,
    { retryable: true, cause },
  );

const notGlb = (start: Uint8Array): ElementError => {
  const text = new TextDecoder().decode(start.subarray(0, quotedCharacters)).trim();
  return new ElementError('not_glb', `The answer is not a GLB model; it begins: ${text}`);
};

const magic = new TextEncoder().encode('glTF');

const startsLikeGlb = (start: Uint8Array): boolean =>
  magic.every((byte, at) => start.length <= at || start[at] === byte);

/** The file's length as its header states it (glTF 2.0, 4.4.2). */
const lengthIn = (header: Uint8Array): number => {
  const view = new DataView(header.buffer, header.byteOffset, headerBytes);
  const version = view.getUint32(4, true);
  const length = view.getUint32(8, true);
  if (version !== 2) {
    throw new ElementError('unsupported_version', `GLB version ${version} is not supported.`);
  }
  if (length > maxBytes) {
    throw new ElementError('too_large', `The model has ${length} bytes; ${maxBytes} is the limit.`);
  }
  return length;
};

/** The model's bytes as they arrive: the header tells how much room they need. */
const assembly = (onProgress: DownloadOptions['onProgress']) => {
  let header = new Uint8Array();
  let whole: Uint8Array<ArrayBuffer> | undefined;
  let loaded = 0;

  const put = (bytes: Uint8Array): void => {
    if (!whole) return;
    const fitting = bytes.subarray(0, whole.length - loaded);
    whole.set(fitting, loaded);
    loaded += fitting.length;
    onProgress?.({ loaded, total: whole.length });
  };

  return {
    add(chunk: Uint8Array): void {
      if (whole) {
        put(chunk);
        return;
      }
      const start = new Uint8Array(header.length + chunk.length);
      start.set(header);
      start.set(chunk, header.length);
      if (!startsLikeGlb(start)) throw notGlb(start);
      header = start;
      if (start.length < headerBytes) return;
      whole = new Uint8Array(lengthIn(start));
      put(start);
    },
    /** The whole model, once it is there. */
    get complete(): ArrayBuffer | undefined {
      return whole?.length === loaded ? whole.buffer : undefined;
    },
    broken: (cause?: unknown): ElementError =>
      header.length || cause
        ? truncated(whole ? loaded : header.length, whole?.length, cause)
        : notGlb(header),
  };
};

/**
 * Reads a GLB off an answer while it arrives. What is not a GLB is refused at its first bytes, and
 * a model that breaks off is told from a whole one by the length in its own header.
 *
 * @throws {ElementError} `not_glb`, `unsupported_version`, `too_large`, `truncated`
 * @throws the signal's reason when it is aborted
 */
export const readGlb = async (
  response: Response,
  { signal, onProgress }: DownloadOptions,
): Promise<ArrayBuffer> => {
  const model = assembly(onProgress);
  const reader = response.body?.getReader();
  if (!reader) throw model.broken();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        signal.throwIfAborted();
        throw model.broken(cause);
      });
      signal.throwIfAborted();
      if (value) model.add(value);
      if (model.complete) return model.complete;
      if (done) throw model.broken();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // Ends the transfer of whatever is left; after the end of the stream it does nothing.
    stop();
  }
};
