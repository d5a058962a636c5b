import { errorResponse, HttpError } from '../http/problem.ts';
import type { Files, StoredFile } from './files/files.ts';
import { isGlb } from './files/media-type.ts';
import type { Outbound, OutboundAnswer } from './outbound.ts';

/** The file may change or vanish, and only whoever has the key may read it: ask again each time. */
const always = { 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' };
const type = 'model/gltf-binary';
const magicBytes = 4;

const notGlb = (name: string): HttpError =>
  new HttpError(502, 'bad_upstream', `${name} is not a binary glTF file.`);

/** A GLB out of our own storage. */
export const ownModel = async (
  files: Files,
  file: StoredFile,
  request: Request,
): Promise<Response> => {
  if (file.type !== type) throw notGlb(file.name);
  const answer = await files.respond(request, file, always);
  if (!answer) throw new HttpError(404, 'not_found', 'The file of this model is gone.');
  return answer;
};

/** Reads the first bytes; gives them, and a stream that has all of them again. */
const peek = async (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  wanted: number,
): Promise<{ head: Uint8Array; whole: ReadableStream<Uint8Array<ArrayBuffer>> }> => {
  const reader = body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (size < wanted) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        const kept = chunks.shift();
        if (kept) {
          controller.enqueue(kept);
          return;
        }
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { head: Buffer.concat(chunks).subarray(0, wanted), whole };
};

const conditions = ['Range', 'If-Range', 'If-None-Match'];
const passedOn = ['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges', 'Last-Modified'];

const chosen = (headers: Headers, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );

const showsMagic = (answer: OutboundAnswer): boolean => {
  if (answer.status === 200) return true;
  const last = /^bytes 0-(\d+)\//.exec(answer.headers.get('Content-Range') ?? '')?.[1];
  return Number(last) >= magicBytes - 1;
};

/**
 * A GLB from somebody else's storage, streamed as it comes. Whatever the other side says it is, its
 * first bytes have to be a GLB's; for a range from the middle they are asked for first.
 */
export const foreignModel = async (
  outbound: Outbound,
  url: URL,
  request: Request,
): Promise<Response> => {
  const ask = (headers: Readonly<Record<string, string>>) =>
    outbound(url, { headers, signal: request.signal });

  const isHead = request.method === 'HEAD';
  const answer = await ask(chosen(request.headers, isHead ? ['If-None-Match'] : conditions));
  const headers = { ...chosen(answer.headers, passedOn), ...always };
  if (answer.status === 304 || answer.status === 416) {
    await answer.body.cancel();
    if (answer.status === 304) return new Response(null, { status: 304, headers });
    const message = 'The range lies outside the file.';
    const range = chosen(answer.headers, ['Content-Range']);
    return errorResponse(new HttpError(416, 'range_not_satisfiable', message, { headers: range }));
  }
  if (answer.status !== 200 && answer.status !== 206) {
    await answer.body.cancel();
    throw new HttpError(502, 'bad_upstream', `${url.host} answered with status ${answer.status}.`);
  }

  let { body } = answer;
  const first = showsMagic(answer) ? answer : await ask({ Range: `bytes=0-${magicBytes - 1}` });
  const { head, whole } = await peek(first.body, magicBytes);
  if (first === answer) body = whole;
  else await whole.cancel();
  if (!isGlb(head)) {
    await body.cancel();
    throw notGlb(url.host);
  }
  if (isHead) await body.cancel();
  return new Response(isHead ? null : body, {
    status: answer.status,
    headers: { ...headers, 'Content-Type': type },
  });
};
