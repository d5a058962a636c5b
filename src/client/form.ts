import { plainText, type Rest } from './request.ts';

interface Form {
  readonly body: BodyInit;
  readonly duplex?: 'half';
  /** Absent where `fetch` says it by itself. */
  readonly type?: string;
}

const isFile = (value: unknown): value is Blob | ReadableStream<Uint8Array> =>
  value instanceof Blob || value instanceof ReadableStream;

/** As HTML has forms write it: "multipart/form-data encoding algorithm". */
const quoted = (text: string): string =>
  `"${text.replace(/\r?\n|\r/g, '%0D%0A').replaceAll('"', '%22')}"`;

/** What a stream is called, which has no name of its own. */
const fileName = ({ filename, name }: Rest): string =>
  [filename, name]
    .find((it) => typeof it === 'string')
    ?.split('/')
    .at(-1) || 'file';

/** A form that is written while it is sent, so that none of its files has to be held in memory. */
const streamed = (fields: readonly (readonly [string, unknown])[], all: Rest): Form => {
  const boundary = `fae-${crypto.randomUUID()}`;
  const encoder = new TextEncoder();
  const write = async function* () {
    for (const [name, value] of fields) {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}`;
      if (isFile(value)) {
        const file = value instanceof File ? value.name : fileName(all);
        const type = (value instanceof Blob && value.type) || 'application/octet-stream';
        yield encoder.encode(`${head}; filename=${quoted(file)}\r\nContent-Type: ${type}\r\n\r\n`);
        yield* value instanceof Blob ? value.stream() : value;
        yield encoder.encode('\r\n');
      } else {
        yield encoder.encode(`${head}\r\n\r\n${plainText(value)}\r\n`);
      }
    }
    yield encoder.encode(`--${boundary}--\r\n`);
  };
  const chunks = write();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return();
    },
  });
  return { body, duplex: 'half', type: `multipart/form-data; boundary=${boundary}` };
};

/**
 * Fields as a form, files last: who receives it knows all the rest by then, and need not keep them.
 */
export const formOf = (fields: Rest): Form => {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const ordered = given.toSorted(([, a], [, b]) => Number(isFile(a)) - Number(isFile(b)));
  if (ordered.some(([, value]) => value instanceof ReadableStream)) {
    return streamed(ordered, fields);
  }
  const form = new FormData();
  for (const [name, value] of ordered) {
    form.append(name, value instanceof Blob ? value : plainText(value));
  }
  return { body: form };
};

/** Streams read to their ends: not every browser sends one, and none does over HTTP/1.1. */
export const withoutStreams = async (fields: Rest): Promise<Rest> => {
  const entries = Object.entries(fields).map(async ([name, value]) => {
    if (!(value instanceof ReadableStream)) return [name, value] as const;
    const blob = await new Response(value as ReadableStream<Uint8Array>).blob();
    return [name, new File([blob], fileName(fields))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};
