import { expect } from 'chai';
import { http, HttpResponse } from 'msw';
import '../../src/define/fae-checkout.ts';
import '../../src/define/fae-tts-player.ts';
import { cleanUp, event, fixture, html, state } from '../support/browser.ts';
import { faults, faultyEndpoint, startFaults } from '../support/faults.ts';

/** A page that has `fae.css` and no script: the tag as it stands before the element comes. */
const undefinedHeight = async (markup: string, width: number, text = 16): Promise<number> => {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'inline-size: 1200px';
  frame.srcdoc = `<!doctype html><link rel="stylesheet" href="/src/embed/fae.css">
    <div style="width: ${width}px; font-size: ${text}px">${markup}</div>`;
  document.body.append(frame);
  await event(frame, 'load');
  const height = frame.contentDocument!.querySelector('div')!.getBoundingClientRect().height;
  frame.remove();
  return height;
};

describe('fae.css', () => {
  before(startFaults);
  afterEach(() => {
    faults.resetHandlers();
    cleanUp();
  });

  for (const width of [280, 375, 559, 560, 720, 1100]) {
    it(`gives <fae-checkout> the height it will have, ${width} px wide`, async () => {
      faults.use(
        http.get('/faults/payments/embed/product/:id', () =>
          HttpResponse.json({ id: 'a', name: 'Print', amount: 1, currency: 'eur' }),
        ),
      );
      const box = await fixture(html`
        <div>
          <fae-checkout endpoint=${faultyEndpoint} product-id="a"></fae-checkout>
        </div>
      `);
      box.style.width = `${width}px`;
      const element = box.firstElementChild!;
      await state(element, 'ready');
      const { height } = element.getBoundingClientRect();
      const empty = await undefinedHeight('<fae-checkout></fae-checkout>', width);
      const filled = await undefinedHeight('<fae-checkout><p>Fallback</p></fae-checkout>', width);
      for (const it of [empty, filled]) expect(it).to.be.closeTo(height, 1);
    });
  }

  for (const text of [16, 32]) {
    it(`gives <fae-tts-player> the height it will have, in text of ${text} px`, async () => {
      const box = await fixture(html`<div><fae-tts-player text="Hi"></fae-tts-player></div>`);
      box.style.fontSize = `${text}px`;
      const { height } = box.getBoundingClientRect();
      const empty = await undefinedHeight('<fae-tts-player></fae-tts-player>', 400, text);
      expect(empty).to.equal(height);
    });
  }
});
