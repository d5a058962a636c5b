import { expect } from 'chai';
import { plainText } from '../../../src/elements/tts-player/plain-text.ts';
import { readableText } from '../../../src/elements/tts-player/readable-text.ts';
import { fixture, html } from '../../support/browser.ts';

const read = (element: Element): string => plainText(readableText(element));

describe('readableText', () => {
  it('takes blocks apart and leaves words whole', async () => {
    const article = await fixture(html`
      <article>
        <h2>Storm</h2>
        <p>The <b>light</b>house<br />stood.</p>
        <ul>
          <li>One</li>
          <li>Two</li>
        </ul>
      </article>
    `);
    expect(read(article)).to.equal('Storm\nThe lighthouse\nstood.\nOne\nTwo');
  });

  it('reads nothing of scripts, styles, controls and pictures', async () => {
    const article = await fixture(html`
      <article>
        Seen.
        <script>
          'script';
        </script>
        <style>
          .style {
          }
        </style>
        <template>template</template><noscript>noscript</noscript><button>button</button>
        <textarea>textarea</textarea
        ><select>
          <option>option</option>
        </select>
        <svg><text>drawing</text></svg><fae-tts-player>fallback</fae-tts-player>
      </article>
    `);
    expect(read(article)).to.equal('Seen.');
  });

  it('reads nothing that is hidden', async () => {
    const article = await fixture(html`
      <article>
        <p hidden>attribute</p>
        <p class="hidden-by-style">style</p>
        <p aria-hidden="true">aria</p>
        <p>Seen.</p>
      </article>
    `);
    const hidden = article.querySelector<HTMLElement>('.hidden-by-style');
    if (hidden) hidden.style.visibility = 'hidden';
    expect(read(article)).to.equal('Seen.');
  });

  it('reads a text that is only there to be read', async () => {
    const transcript = await fixture(html`<div hidden><p>For the ear.</p></div>`);
    expect(read(transcript)).to.equal('For the ear.');
  });

  it('takes markup in a text as text', async () => {
    const article = await fixture(html`<p>${'<img src=x onerror=alert(1)>'}</p>`);
    expect(read(article)).to.equal('<img src=x onerror=alert(1)>');
  });
});
