import { expect } from 'chai';
import { event, sampleId, servers, state } from '../support/browser.ts';

/** Nothing but what the elements need; Lit's own policy is the only one that may exist. */
const policy = [
  `default-src 'none'`,
  `script-src 'nonce-n' 'strict-dynamic'`,
  `style-src 'self'`,
  `connect-src ${location.origin} ${servers.origin} blob:`,
  `img-src ${servers.origin} data: blob:`,
  'media-src blob:',
  'trusted-types lit-html',
  `require-trusted-types-for 'script'`,
].join('; ');

const attributes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'fae-checkout': { 'product-id': sampleId('productId') },
  'fae-nft-gallery': {},
  'fae-character-chat': { 'character-id': sampleId('characterId') },
  'fae-tts-player': { text: 'The sea is calm tonight.' },
  'fae-model-viewer': { 'model-id': sampleId('modelId') },
};

let frame: HTMLIFrameElement | undefined;

const open = async (tag: string): Promise<Window & { violations: string[] }> => {
  frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><html><head>
      <script nonce="n">
        window.violations = [];
        addEventListener('securitypolicyviolation', (it) =>
          violations.push(it.violatedDirective + ' ' + it.blockedURI + ' ' + it.sample));
      </script>
      <meta http-equiv="Content-Security-Policy" content="${policy}">
      <script nonce="n" type="module" src="/src/define/${tag}.ts"></script>
    </head><body></body></html>`;
  document.body.append(frame);
  await event(frame, 'load');
  return frame.contentWindow as Window & { violations: string[] };
};

describe('a page with a strict Content-Security-Policy and Trusted Types', () => {
  afterEach(() => frame?.remove());

  for (const [tag, own] of Object.entries(attributes)) {
    it(`shows <${tag}>`, async () => {
      const page = await open(tag);
      const element = page.document.createElement(tag);
      element.setAttribute('endpoint', servers.endpoint);
      for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
      page.document.body.append(element);
      await state(element, 'ready');
      expect(page.violations).to.deep.equal([]);
    });
  }

  it('lets <fae-tts-player> speak', async () => {
    const page = await open('fae-tts-player');
    const element = page.document.createElement('fae-tts-player');
    element.setAttribute('endpoint', servers.endpoint);
    element.setAttribute('text', 'The sea is calm tonight.');
    page.document.body.append(element);
    await state(element, 'ready');
    const ended = event(element, 'fae-tts-player-end');
    element.play();
    await ended;
    expect(page.violations).to.deep.equal([]);
  });
});
