import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { sentencesOf, splitText } from '../../../src/platform/engines/sentences.ts';

describe('text for speech', () => {
  test('is cut at sentence ends and line breaks', () => {
    assert.deepEqual(sentencesOf('It rained. Did it?\nYes!  '), ['It rained.', 'Did it?', 'Yes!']);
  });

  test('keeps sentences together as far as they fit', () => {
    assert.deepEqual(splitText('One. Two. Three is longer.', 10), [
      'One. Two.',
      'Three is',
      'longer.',
    ]);
  });

  test('is cut inside a word only where the word alone is too long, and never inside a letter', () => {
    const pieces = splitText('👩‍👩‍👧'.repeat(5), 20);
    assert.equal(pieces.join(''), '👩‍👩‍👧'.repeat(5));
    for (const piece of pieces) assert.ok(piece.length % '👩‍👩‍👧'.length === 0);
  });

  test('loses no word', () => {
    const text = 'A lamp, and a horn; then fog. '.repeat(30);
    assert.equal(splitText(text, 50).join(' ').replace(/\s+/g, ' '), text.trim());
  });
});
