import { expect } from 'chai';
import { render } from 'lit';
import { markdownView } from '../../../src/elements/character-chat/markdown.ts';

const shown = (markdown: string): HTMLElement => {
  const place = document.createElement('div');
  render(markdownView(markdown, { copy: 'Copy', copied: 'Copied' }), place);
  return place;
};

/** The markup without lit's comments and the space between tags. */
const markup = (markdown: string): string =>
  shown(markdown)
    .innerHTML.replace(/<!--.*?-->/g, '')
    .replace(/>\s+/g, '>')
    .replace(/\s+</g, '<');

describe('Markdown', () => {
  const cases = [
    ['paragraphs', 'one\n\ntwo', '<p>one</p><p>two</p>'],
    ['line breaks', 'one\ntwo', '<p>one<br>two</p>'],
    ['emphasis', '*a* **b** ~~c~~', '<p><em>a</em><strong>b</strong><del>c</del></p>'],
    ['code', '`<b>`', '<p><code>&lt;b&gt;</code></p>'],
    ['lists', '- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['numbered lists', '3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ['nested lists', '- a\n  - b', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
    ['tasks', '- [x] a\n- [ ] b', '<ul><li>☑ a</li><li>☐ b</li></ul>'],
    ['quotes', '> a', '<blockquote><p>a</p></blockquote>'],
    ['rules', '---', '<hr>'],
    ['character references', 'a &amp; b &#8364; &toString;', '<p>a &amp; b € &amp;toString;</p>'],
    ['escapes', '\\*a\\*', '<p>*a*</p>'],
  ] as const;
  for (const [name, markdown, expected] of cases) {
    it(`has ${name}`, () => {
      expect(markup(markdown)).to.equal(expected);
    });
  }

  it('puts headings below those of the page', () => {
    const levels = [...shown('# a\n## b\n###### c').querySelectorAll('[role="heading"]')];
    expect(levels.map((it) => it.getAttribute('aria-level'))).to.deep.equal(['3', '4', '6']);
  });

  it('has tables', () => {
    const place = shown('|a|b|\n|-|-|\n|1|**2**|');
    expect([...place.querySelectorAll('th')].map((it) => it.textContent.trim())).to.deep.equal([
      'a',
      'b',
    ]);
    expect(place.querySelector('td strong')?.textContent).to.equal('2');
  });

  it('shows fenced code as it is, with a button that copies it', async () => {
    const place = shown('```js extra\nconst a = "<b>";\n```');
    document.body.append(place);
    expect(place.querySelector('pre code')?.textContent).to.equal('const a = "<b>";');
    expect(place.querySelector('.code-head span')?.textContent).to.equal('js');
    const written: string[] = [];
    const own = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard') ?? {};
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void written.push(text) },
    });
    place.querySelector('button')?.click();
    await Promise.resolve();
    Object.defineProperty(navigator, 'clipboard', own);
    place.remove();
    expect(written).to.deep.equal(['const a = "<b>";']);
  });

  it('says where a link leads and takes no one’s window', () => {
    const link = shown('[here](https://shop.example/a?b=1&amp;c)').querySelector('a');
    expect(link?.href).to.equal('https://shop.example/a?b=1&c');
    expect(link?.title).to.equal('shop.example');
    expect(link?.target).to.equal('_blank');
    expect(link?.rel).to.equal('noopener noreferrer nofollow');
  });

  it('links bare addresses', () => {
    const links = shown('see https://a.example/x and me@b.example').querySelectorAll('a');
    expect([...links].map((it) => it.href)).to.deep.equal([
      'https://a.example/x',
      'mailto:me@b.example',
    ]);
  });

  const harmful = [
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](&#106;avascript:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:x)',
    '<javascript:alert(1)>',
    '[a][b]\n\n[b]: javascript:alert(1)',
    '![a](javascript:alert(1))',
  ];
  for (const markdown of harmful) {
    it(`makes no link of ${JSON.stringify(markdown)}`, () => {
      const place = shown(markdown);
      expect(place.querySelector('a')).to.equal(null);
      expect(place.textContent).to.not.equal('');
    });
  }

  it('shows HTML as text', () => {
    const html = '<img src=x onerror="window.hacked = 1"> and <b>bold</b>';
    const place = shown(`${html}\n\n<script>window.hacked = 1</script>`);
    expect(place.querySelector('img, script, b')).to.equal(null);
    expect(place.textContent).to.contain(html).and.to.contain('<script>window.hacked = 1</script>');
  });

  it('loads no pictures, and links them by what they show', () => {
    const place = shown('![a chart](https://tracker.example/p.png)');
    expect(place.querySelector('img')).to.equal(null);
    expect(place.querySelector('a')?.textContent).to.equal('a chart');
  });

  describe('under attack', () => {
    const size = 20_000;
    const attacks = {
      'nested quotes': '>'.repeat(size),
      'nested lists': '- '.repeat(size / 2) + 'a',
      'nested quotes and lists': '>- '.repeat(size / 3),
      'nested emphasis': '*'.repeat(size / 2) + 'a' + '*'.repeat(size / 2),
      'emphasis that never ends': 'a*_b'.repeat(size / 4),
      'emphasis in many paragraphs': ('a*_b'.repeat(900) + '\n\n').repeat(5),
      brackets: '['.repeat(size),
      'links in links': '[a]('.repeat(size / 4),
      'a wide and long table': `${'|a'.repeat(2000)}\n${'|-'.repeat(2000)}\n${'|\n'.repeat(6000)}`,
      'a long table': `|a|b|c|\n|-|-|-|\n${'|\n'.repeat(9_000)}`,
      'many list items': '- a\n'.repeat(size / 4),
      backticks: Array.from({ length: 190 }, (_, index) => '`'.repeat(index)).join(' '),
      mails: 'a.'.repeat(size / 2) + '@',
      'open tags': '<a '.repeat(size / 3),
    };
    for (const [name, markdown] of Object.entries(attacks)) {
      it(`stays quick and shows ${name}`, () => {
        const start = performance.now();
        const place = shown(markdown);
        expect(performance.now() - start).to.be.below(1_500);
        expect(place.textContent.length).to.be.above(0);
        expect(place.querySelectorAll('*').length).to.be.below(10_000);
      });
    }
  });
});
