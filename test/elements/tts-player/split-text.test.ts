import { expect } from 'chai';
import { splitText } from '../../../src/elements/tts-player/split-text.ts';

const sentence = 'The lighthouse keeper counted the ships as they came in from the north. ';
const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

describe('splitText', () => {
  it('leaves a short text whole', () => {
    expect(splitText('  Hello,\n\n world!  ')).to.deep.equal(['Hello,\nworld!']);
  });

  it('finds nothing to read in nothing', () => {
    expect(splitText('')).to.deep.equal([]);
    expect(splitText(' \n\t ')).to.deep.equal([]);
    expect(splitText('*** — …')).to.deep.equal([]);
  });

  it('ends parts where sentences end, the first ones shorter', () => {
    const parts = splitText(sentence.repeat(60), { language: 'en' });
    expect(parts.length).to.be.above(4);
    for (const part of parts) expect(part).to.match(/^The lighthouse.*north\.$/s);
    const lengths = parts.map((part) => part.length);
    expect(lengths[0]).to.be.within(200, 300);
    expect(lengths[1]).to.be.within(450, 600);
    for (const length of lengths.slice(2, -1)) expect(length).to.be.within(750, 900);
  });

  it('loses no word and doubles none', () => {
    const text = `${sentence.repeat(30)}${'word '.repeat(900)}. ${sentence.repeat(3)}`;
    expect(words(splitText(text).join(' '))).to.deep.equal(words(text));
  });

  it('cuts a sentence that is too long after a clause', () => {
    const clause = 'and the waves that rolled against the rocks grew higher and higher, ';
    const parts = splitText(clause.repeat(60));
    expect(parts.length).to.be.above(1);
    for (const part of parts.slice(0, -1)) {
      expect(part.length).to.be.at.most(2000);
      expect(part).to.match(/higher,$/);
    }
  });

  it('cuts between words where there are no clauses, and anywhere where there are no words', () => {
    const spaced = splitText('pebble '.repeat(700));
    for (const part of spaced) expect(part).to.match(/^(pebble ?)+$/);
    const solid = splitText('𝒶'.repeat(2500));
    expect(solid.join('')).to.equal('𝒶'.repeat(2500));
    for (const part of solid) {
      expect(part.length).to.be.at.most(2000);
      expect(part.isWellFormed()).to.equal(true);
    }
  });

  it('does not take a title or an initial for the end of a sentence', () => {
    const options = { language: 'en', lengths: [30], longest: 200 };
    for (const name of ['Dr. Hopper', 'Mrs. Lovelace', 'J. K. Jerome', 'St. Ives']) {
      const parts = splitText(
        `We went to see our dear old ${name} that very same evening.`,
        options,
      );
      expect(parts.some((part) => part.includes(name))).to.equal(true);
    }
  });

  it('takes a heading without a full stop as a sentence of its own', () => {
    const parts = splitText(`A long heading about the sea\n${sentence}`, { lengths: [40] });
    expect(parts[0]).to.equal('A long heading about the sea');
  });

  it('speaks a very short end together with what is before it', () => {
    const parts = splitText(`${sentence.repeat(4)}The end.`, { lengths: [290] });
    expect(parts).to.have.length(1);
    expect(parts[0]).to.match(/north\. The end\.$/);
  });

  it('splits languages without spaces', () => {
    const parts = splitText('灯台守は北から来る船を数えた。'.repeat(100), { language: 'ja' });
    expect(parts.length).to.be.above(2);
    for (const part of parts) expect(part).to.match(/。$/);
  });

  it('does not mind a language that does not exist', () => {
    expect(splitText('One. Two.', { language: 'not a language' })).to.deep.equal(['One. Two.']);
    const parts = splitText(sentence.repeat(20), { language: '-' });
    for (const part of parts) expect(part).to.match(/north\.$/);
  });

  it('reads soft hyphens and zero-width spaces as if they were not there', () => {
    expect(splitText('light\u00adhouse\u200b keeper')).to.deep.equal(['lighthouse keeper']);
  });

  it('splits a book in a moment', () => {
    const beginning = performance.now();
    expect(splitText(sentence.repeat(20_000)).length).to.be.above(1000);
    expect(splitText('x'.repeat(500_000)).length).to.equal(250);
    expect(performance.now() - beginning).to.be.below(3000);
  });
});
