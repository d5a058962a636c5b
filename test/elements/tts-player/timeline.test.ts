import { expect } from 'chai';
import { createTimeline } from '../../../src/elements/tts-player/timeline.ts';

const texts = ['a'.repeat(150), 'b'.repeat(300), 'c'.repeat(150)];

describe('the timeline', () => {
  it('has a length before anything was spoken', () => {
    const timeline = createTimeline(texts);
    expect(timeline.total()).to.be.closeTo(40, 0.01);
    expect(timeline.exact()).to.equal(false);
    expect(timeline.ranges()).to.deep.equal([]);
  });

  it('reckons what is missing by the speed of what is known', () => {
    const timeline = createTimeline(texts);
    timeline.learn(1, 30);
    expect(timeline.start(1)).to.be.closeTo(15, 0.01);
    expect(timeline.total()).to.be.closeTo(60, 0.01);
    expect(timeline.ranges()).to.deep.equal([{ start: 0.25, end: 0.75 }]);
  });

  it('is exact in the end', () => {
    const timeline = createTimeline(texts);
    for (const [index, length] of [10, 21.5, 9].entries()) timeline.learn(index, length);
    expect(timeline.total()).to.equal(40.5);
    expect(timeline.exact()).to.equal(true);
    expect(timeline.ranges()).to.deep.equal([{ start: 0, end: 1 }]);
  });

  it('finds places by moments and moments by places', () => {
    const timeline = createTimeline(texts);
    expect(timeline.placeAt(20)).to.deep.equal({ part: 1, fraction: 0.5 });
    expect(timeline.momentOf({ part: 1, fraction: 0.5 })).to.be.closeTo(20, 0.01);
    expect(timeline.placeAt(-3)).to.deep.equal({ part: 0, fraction: 0 });
    expect(timeline.placeAt(99).part).to.equal(2);
    expect(timeline.placeAt(99).fraction).to.be.below(1);
  });

  it('stays quick with the parts of a book', () => {
    const timeline = createTimeline(Array<string>(2000).fill('word '.repeat(180)));
    const beginning = performance.now();
    for (let part = 0; part < 2000; part += 2) timeline.learn(part, 60);
    for (let look = 0; look < 20; look += 1) {
      expect(timeline.ranges().length).to.equal(1000);
      timeline.placeAt(timeline.total() / 2);
    }
    expect(performance.now() - beginning).to.be.below(500);
  });
});
