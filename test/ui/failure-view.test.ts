import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import type { LitElement, TemplateResult } from 'lit';
import '../../src/define/fae-checkout.ts';
import '../../src/define/fae-model-viewer.ts';
import '../../src/define/fae-nft-gallery.ts';
import '../../src/define/fae-tts-player.ts';
import { signpost } from '../elements/model-viewer/glbs.ts';
import { cleanUp, fixture, html, state } from '../support/browser.ts';
import { faults, faultyEndpoint as endpoint, startFaults } from '../support/faults.ts';

const id = '64f1c0ffee64f1c0ffee64f1';

interface Case {
  readonly template: TemplateResult;
  /** What it loads, below the endpoint. */
  readonly path: string;
  readonly answer: () => Response;
}

const cases: Readonly<Record<string, Case>> = {
  'fae-checkout': {
    template: html`<fae-checkout endpoint=${endpoint} product-id=${id}></fae-checkout>`,
    path: '/payments/embed/product/:id',
    answer: () => HttpResponse.json({ id, name: 'Print', amount: 100, currency: 'eur' }),
  },
  'fae-nft-gallery': {
    template: html`<fae-nft-gallery endpoint=${endpoint}></fae-nft-gallery>`,
    path: '/public/nfts',
    answer: () => HttpResponse.json([{ id, name: 'Moon' }]),
  },
  'fae-tts-player': {
    template: html`<fae-tts-player endpoint=${endpoint} text="Hello."></fae-tts-player>`,
    path: '/tts/status',
    answer: () => HttpResponse.json({ available: true, state: 'ready', voices: [] }),
  },
  'fae-model-viewer': {
    template: html`<fae-model-viewer endpoint=${endpoint} model-id=${id}></fae-model-viewer>`,
    path: '/models/:id/content',
    answer: () => new HttpResponse(glb, { headers: { 'Content-Type': 'model/gltf-binary' } }),
  },
};

const glb = await signpost();

describe('trying again with the keyboard', () => {
  before(startFaults);
  afterEach(() => {
    faults.resetHandlers();
    cleanUp();
  });
  after(() => void faults.stop());

  for (const [tag, { template, path, answer }] of Object.entries(cases)) {
    it(`does not lose the place on the page in <${tag}>`, async () => {
      const refuse = () => HttpResponse.json({ code: 'not_found' }, { status: 404 });
      faults.use(http.get(endpoint + path, refuse));
      const element = await fixture<LitElement>(template);
      await state(element, 'error');
      const focused = () => element.shadowRoot?.activeElement?.getAttribute('part');

      for (const outcome of ['error', 'ready']) {
        await sendKeys({ press: 'Tab' });
        expect(focused()).to.equal('retry');
        if (outcome === 'ready') faults.use(http.get(endpoint + path, answer));
        const loading = state(element, 'loading');
        await sendKeys({ press: 'Enter' });
        await loading;
        expect(document.activeElement).to.equal(element);
        await state(element, outcome);
        await element.updateComplete;
        expect(document.activeElement).to.equal(element);
      }

      await sendKeys({ press: 'Tab' });
      expect(document.activeElement, 'in what came instead').to.equal(element);
      expect(focused()).to.be.a('string');
      element.shadowRoot?.querySelector<HTMLElement>(':focus')?.blur();
      expect(element.hasAttribute('tabindex')).to.equal(false);
    });
  }

  it('leaves the page’s own tabindex as it is', async () => {
    faults.use(http.get(`${endpoint}/public/nfts`, () => HttpResponse.error()));
    const element = await fixture(html`
      <fae-nft-gallery tabindex="0" endpoint=${endpoint}></fae-nft-gallery>
    `);
    await state(element, 'error');
    element.shadowRoot?.querySelector<HTMLElement>('[part=retry]')?.click();
    expect(document.activeElement).to.equal(element);
    element.blur();
    expect(element.getAttribute('tabindex')).to.equal('0');
  });
});
