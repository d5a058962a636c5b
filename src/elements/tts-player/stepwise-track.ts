import type { Track } from './track.ts';
import { joinWav } from './wav.ts';

/**
 * A track for browsers without MediaSource: one file of what is there after the other. Between two
 * of them, where a part of the text ends, there may be a moment of silence.
 *
 * @param resume lets the element play on if it should
 */
export const openStepwiseTrack = (audio: HTMLAudioElement, resume: () => void): Track => {
  let waiting: Int16Array<ArrayBuffer>[] = [];
  let rate = 1;
  let base = 0;
  let current = 0;
  let length = 0;
  let startAt = 0;
  let idle = true;
  let finished = false;
  let url = '';

  const step = () => {
    URL.revokeObjectURL(url);
    url = URL.createObjectURL(joinWav([new Blob(waiting)], rate));
    base += current;
    current = length - base;
    waiting = [];
    idle = false;
    audio.src = url;
    audio.currentTime = startAt;
    startAt = 0;
    resume();
  };

  return {
    piece: Infinity,
    get time() {
      return base + audio.currentTime;
    },
    get length() {
      return length;
    },
    has: (time) => time >= base && time < base + current,
    seek: (time) => {
      audio.currentTime = time - base;
    },
    open: async (sampleRate, from) => {
      rate = sampleRate;
      startAt = from;
    },
    append: async (samples) => {
      length += samples.length / rate;
      waiting.push(samples);
      if (idle) step();
    },
    finish: async () => {
      finished = true;
    },
    goesOn: () => {
      if (waiting.length) step();
      else idle = true;
      return !idle || !finished;
    },
    close: () => URL.revokeObjectURL(url),
  };
};
