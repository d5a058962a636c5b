import { expect } from 'chai';
import { event, until } from '../support/browser.ts';

const version = '1.2.3';
/** Its scripts lie in a folder beside this test; those of `fae-character-chat` are missing. */
const endpoint = new URL('/test/embed/endpoint', location.href).href;
const source = await fetch('/src/embed/loader.ts').then((it) => it.text());

/** Of these the second one cannot be had. */
const shared = JSON.stringify({ 'fae-checkout': ['chunks/shared.js', 'chunks/missing.js'] });

/** What the build makes of the source: a classic script with version and shared files written in. */
const loader = (own = version) =>
  `<script nonce="n">(() => {
    ${source.replaceAll('__FAE_VERSION__', JSON.stringify(own)).replace('__FAE_SHARED__', shared)}
  })();</script>`;

/** Tells the loader that it comes from there, as the browser does of a script with a `src`. */
const from = (address: string) => `<script nonce="n">
  const script = document.createElement('script');
  script.type = 'text/plain';
  script.setAttribute('src', '${address}');
  Object.defineProperty(document, 'currentScript', { value: script });
</script>`;

const fae = from(`${endpoint}/fae.js`) + loader();

type Frame = Window & typeof globalThis & { said: string[]; failures: Event[] };

const listen = `<script>
  window.said = [];
  for (const kind of ['warn', 'error']) console[kind] = (text) => said.push(kind + ': ' + text);
  window.failures = [];
  addEventListener('fae-error', (failure) => failures.push(failure));
</script>`;

let frame: HTMLIFrameElement | undefined;

/** A page of its own with this in it. */
const open = async (body: string, head = listen): Promise<Frame> => {
  frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;
  document.body.append(frame);
  await event(frame, 'load');
  return frame.contentWindow as Frame;
};

const defined = (page: Frame, selector: string) =>
  until(
    () => page.document.querySelector(selector)?.hasAttribute('data-defined'),
    `${selector} to be defined`,
  );

/** The scripts of elements that the page asked for, by their address below the endpoint. */
const asked = (page: Frame): string[] =>
  page.performance
    .getEntriesByType('resource')
    .filter((it) => it.name.includes('/fae-'))
    .map((it) => it.name.replace(`${endpoint}/`, ''))
    .sort();

const recordOf = (page: Frame) =>
  (page as unknown as Record<symbol, unknown>)[Symbol.for('fae-widgets')];

describe('the loader', () => {
  afterEach(() => frame?.remove());

  it('imports the scripts of the tags on the page, each once and no other', async () => {
    const page = await open(
      `<fae-checkout></fae-checkout><div><fae-checkout id="two"></fae-checkout></div>
       <fae-model-viewer></fae-model-viewer><fae-unknown></fae-unknown>${fae}`,
    );
    await defined(page, '#two');
    await defined(page, 'fae-model-viewer');
    expect(asked(page)).to.deep.equal(['@1.2.3/fae-checkout.js', '@1.2.3/fae-model-viewer.js']);
  });

  it('asks for the files that a script shares at once, and does without those that fail', async () => {
    const page = await open(`<fae-checkout></fae-checkout>${fae}`);
    await defined(page, 'fae-checkout');
    const name = `${endpoint}/@1.2.3/chunks/shared.js`;
    await until(() => page.performance.getEntriesByName(name).length === 1);
    expect(page.said).to.deep.equal([]);
  });

  it('leaves word of its version and endpoint for the elements', async () => {
    const page = await open(fae);
    expect(recordOf(page)).to.deep.equal({ version, endpoint });
  });

  it('finds tags that come later, however deep, and asks for nothing before', async () => {
    const page = await open(fae);
    expect(asked(page)).to.deep.equal([]);
    const section = page.document.createElement('section');
    section.append(page.document.createElement('p'));
    section.firstChild?.appendChild(page.document.createElement('fae-model-viewer'));
    page.document.body.append('text', section);
    await defined(page, 'fae-model-viewer');
    page.document.body.append(page.document.createElement('fae-nft-gallery'));
    await defined(page, 'fae-nft-gallery');
    expect(asked(page)).to.have.length(2);
  });

  it('leaves a tag alone that the page has defined itself', async () => {
    const page = await open(
      `<script>customElements.define('fae-checkout', class extends HTMLElement {})</script>
       <fae-checkout></fae-checkout><fae-nft-gallery></fae-nft-gallery>${fae}`,
    );
    await defined(page, 'fae-nft-gallery');
    expect(asked(page)).to.deep.equal(['@1.2.3/fae-nft-gallery.js']);
  });

  it('takes the folder above a pinned version as the endpoint', async () => {
    const pinned = from(`${endpoint}/@1.2.3/fae.js?x=/1#/y`) + loader();
    const page = await open(`<fae-checkout></fae-checkout>${pinned}`);
    expect(recordOf(page)).to.deep.equal({ version, endpoint });
    await defined(page, 'fae-checkout');
  });

  it('finds its address by its name where the browser does not tell', async () => {
    const page = await open(
      `<fae-checkout></fae-checkout>
       <script type="text/plain" src="${endpoint}/fae.js"></script>${loader()}`,
    );
    await defined(page, 'fae-checkout');
  });

  it('says so when it cannot tell where it came from', async () => {
    const page = await open(`<fae-checkout></fae-checkout>${loader()}`);
    expect(page.said).to.deep.equal([
      'error: fae-widgets: the script cannot tell where it was loaded from.',
    ]);
  });

  it('runs once on a page; another version says that it stands back', async () => {
    const page = await open(`${fae}${loader()}${loader('2.0.0')}<fae-checkout></fae-checkout>`);
    await defined(page, 'fae-checkout');
    expect(asked(page)).to.deep.equal(['@1.2.3/fae-checkout.js']);
    expect(page.said).to.deep.equal([
      'warn: fae-widgets: 1.2.3 is on this page already; 2.0.0 is not used.',
    ]);
  });

  it('marks the elements of a script that fails, and the others work', async () => {
    const page = await open(
      `<fae-character-chat>Fallback</fae-character-chat><fae-checkout></fae-checkout>${fae}`,
    );
    await defined(page, 'fae-checkout');
    const element = page.document.querySelector('fae-character-chat');
    await until(() => page.failures.length);
    expect(page.failures[0]).to.include({
      target: element,
      code: 'script_failed',
      retryable: true,
    });
    expect(element?.getAttribute('state')).to.equal('error');
    expect(element?.checkVisibility()).to.equal(true);

    const late = page.document.createElement('fae-character-chat');
    page.document.body.append(late);
    await until(() => late.getAttribute('state') === 'error');
    expect(page.said).to.deep.equal([
      `error: fae-widgets: ${endpoint}/@1.2.3/fae-character-chat.js could not be loaded.`,
    ]);
  });

  it('tries what failed again when the browser is back online', async () => {
    const page = await open(`<fae-tts-player></fae-tts-player><fae-checkout></fae-checkout>${fae}`);
    await until(() => page.document.querySelector('fae-tts-player[state=error]'));
    page.dispatchEvent(new page.Event('online'));
    await defined(page, 'fae-tts-player');
    expect(page.document.querySelector('[state]')).to.equal(null);
    expect(asked(page).filter((it) => it.includes('checkout'))).to.have.length(1);
  });

  it('works under a strict Content-Security-Policy with Trusted Types', async () => {
    const policy = `script-src 'nonce-n' 'strict-dynamic'; object-src 'none'; base-uri 'none';
      style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
    const page = await open(
      `<fae-checkout></fae-checkout>
       <script nonce="n" type="text/plain" src="${endpoint}/fae.js"></script>${loader()}`,
      `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    );
    await defined(page, 'fae-checkout');
  });
});
