/** How espeak-ng speaks one of the voices that FAE names. */
export interface SpeechVoice {
  readonly label: string;
  /** espeak-ng's language and voice variant. */
  readonly espeak: string;
  /** espeak-ng's pitch, 0–100; 50 is the variant's own. */
  readonly pitch: number;
}

/**
 * FAE's eight voices. The variants were chosen to lie apart in pitch and timbre: women 165–250 Hz,
 * men 80–120 Hz.
 */
export const speechVoices: ReadonlyMap<string, SpeechVoice> = new Map([
  ['af_heart', { label: 'Heart (US Female)', espeak: 'en-us+f2', pitch: 50 }],
  ['af_bella', { label: 'Bella (US Female)', espeak: 'en-us+Annie', pitch: 45 }],
  ['af_nicole', { label: 'Nicole (US Female)', espeak: 'en-us+f1', pitch: 42 }],
  ['af_sky', { label: 'Sky (US Female)', espeak: 'en-us+f5', pitch: 68 }],
  ['am_adam', { label: 'Adam (US Male)', espeak: 'en-us+m1', pitch: 38 }],
  ['am_michael', { label: 'Michael (US Male)', espeak: 'en-us+m7', pitch: 62 }],
  ['bf_emma', { label: 'Emma (UK Female)', espeak: 'en-gb-x-rp+f4', pitch: 55 }],
  ['bm_george', { label: 'George (UK Male)', espeak: 'en-gb-x-rp+m3', pitch: 44 }],
]);
