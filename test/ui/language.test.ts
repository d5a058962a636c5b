import { expect } from 'chai';
import { languageOf } from '../../src/ui/language.ts';
import { fixture, html } from '../support/browser.ts';

const within = (language: string) => fixture(html`<div lang=${language}><p></p></div>`);

describe('languageOf', () => {
  it('is the nearest one around the element, its own included', async () => {
    const box = await within('de');
    expect(languageOf(box)).to.equal('de');
    expect(languageOf(box.firstElementChild!)).to.equal('de');
    box.firstElementChild!.setAttribute('lang', 'pt-br');
    expect(languageOf(box.firstElementChild!)).to.equal('pt-BR');
  });

  it('is found beyond a shadow root', async () => {
    const box = await within('fr');
    const inner = document.createElement('span');
    box.firstElementChild!.attachShadow({ mode: 'open' }).append(inner);
    expect(languageOf(inner)).to.equal('fr');
  });

  it('is unknown where the page names none, or no language', async () => {
    for (const language of ['', 'not a language', 'x']) {
      expect(languageOf(await within(language))).to.equal(undefined);
    }
    expect(languageOf(document.createElement('p'))).to.equal(undefined);
  });
});
