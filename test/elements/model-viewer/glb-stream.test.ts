import { expect } from 'chai';
import { readGlb, type DownloadProgress } from '../../../src/elements/model-viewer/glb-stream.ts';
import { rawGlb, signpost } from './glbs.ts';

const never = new AbortController().signal;

/** An answer that arrives in pieces of a size; `then` says how it goes on after the last. */
const answer = (
  bytes: Uint8Array<ArrayBuffer>,
  size = bytes.length,
  then: (controller: ReadableStreamDefaultController) => void = (it) => it.close(),
) => {
  let at = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at >= bytes.length) return then(controller);
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
    cancel() {
      cancelled = true;
    },
  });
  return { response: new Response(body), wasCancelled: () => cancelled };
};

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
  return 'none';
};

const codeFor = (bytes: Uint8Array<ArrayBuffer>, size?: number): Promise<string> =>
  codeOf(readGlb(answer(bytes, size).response, { signal: never }));

const textBytes = (text: string) => new TextEncoder().encode(text);

describe('reading a GLB off an answer', () => {
  for (const size of [1, 5, 12, 1000, 1e6]) {
    it(`gives the very bytes when they arrive ${size} at a time`, async () => {
      const glb = await signpost();
      const read = await readGlb(answer(glb, size).response, { signal: never });
      expect(new Uint8Array(read)).to.deep.equal(glb);
    });
  }

  it('knows the exact total from the header on, without a Content-Length', async () => {
    const glb = await signpost();
    const seen: DownloadProgress[] = [];
    await readGlb(answer(glb, 700).response, { signal: never, onProgress: (it) => seen.push(it) });
    expect(seen.every(({ total }) => total === glb.length)).to.equal(true);
    expect(seen[0]?.loaded).to.equal(700);
    expect(seen.at(-1)?.loaded).to.equal(glb.length);
  });

  it('does not wait for what comes after the model', async () => {
    const glb = await signpost();
    const { response, wasCancelled } = answer(glb, glb.length, () => undefined);
    expect(new Uint8Array(await readGlb(response, { signal: never }))).to.deep.equal(glb);
    expect(wasCancelled()).to.equal(true);
  });

  it('refuses a page at its first bytes and takes no more of it', async () => {
    const { response, wasCancelled } = answer(textBytes('<!doctype html>'.padEnd(5000)), 4);
    expect(await codeOf(readGlb(response, { signal: never }))).to.equal('not_glb');
    expect(wasCancelled()).to.equal(true);
  });

  it('quotes what it got instead', async () => {
    const { response } = answer(textBytes('{"error":"no such model"}'));
    const error = await readGlb(response, { signal: never }).catch((it: unknown) => it);
    expect(String(error)).to.contain('no such model');
  });

  it('tells nothing, something else and half of it apart', async () => {
    const glb = await signpost();
    expect(await codeFor(new Uint8Array())).to.equal('not_glb');
    expect(await codeFor(textBytes('gl'))).to.equal('truncated');
    expect(await codeFor(textBytes('glTX'))).to.equal('not_glb');
    expect(await codeFor(glb.slice(0, 8))).to.equal('truncated');
    expect(await codeFor(glb.slice(0, -1), 99)).to.equal('truncated');
  });

  it('calls a connection that dies in the middle truncated, and worth another try', async () => {
    const glb = await signpost();
    const { response } = answer(glb.slice(0, 200), 100, (it) => it.error(new TypeError('gone')));
    const error = await readGlb(response, { signal: never }).catch((it: unknown) => it);
    expect(error).to.include({ code: 'truncated', retryable: true });
  });

  it('refuses another version and a size beyond reason at the header', async () => {
    const glb = rawGlb({});
    new DataView(glb.buffer).setUint32(4, 1, true);
    expect(await codeFor(glb)).to.equal('unsupported_version');
    new DataView(glb.buffer).setUint32(4, 2, true);
    new DataView(glb.buffer).setUint32(8, 0xffff_ffff, true);
    expect(await codeFor(glb)).to.equal('too_large');
  });

  it('stops when it is told to', async () => {
    const glb = await signpost();
    const controller = new AbortController();
    const { response, wasCancelled } = answer(glb.slice(0, 100), 100, () => controller.abort());
    const reading = readGlb(response, { signal: controller.signal });
    const reason = await reading.catch((error: unknown) => error);
    expect(reason).to.equal(controller.signal.reason);
    expect(wasCancelled()).to.equal(true);
  });
});
