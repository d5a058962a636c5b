import { commonStrings } from '../../ui/strings.ts';

export const ttsPlayerStrings = {
  ...commonStrings,
  listen: 'Listen',
  browserVoice: 'Your browser’s voice',
  empty: 'There is nothing to read aloud.',
  play: 'Play',
  pause: 'Pause',
  position: 'Position',
  time: '{position} of {duration}',
  timeAbout: '{position} of about {duration}',
  voice: 'Voice',
  speed: 'Speed',
  download: 'Download the audio',
  cancelDownload: 'Cancel the download',
  preparing: 'Preparing the speech…',
  preparingDownload: 'Preparing the download…',
  retryIn: 'Too many requests. Please try again in {seconds} seconds.',
  /** Headings of the voices, by what stands in their labels: "Heart (US Female)". */
  languages: { US: 'English (US)', UK: 'English (UK)' } as Readonly<Record<string, string>>,
  failures: {
    ...commonStrings.failures,
    no_target: 'The text to read was not found.',
    bad_response: 'The speech arrived damaged.',
    unavailable: 'Reading aloud is not available right now.',
    not_configured: 'Reading aloud is not set up yet.',
    speech_failed: 'Your browser could not read this aloud.',
  } as Readonly<Record<string, string>>,
};

export type TtsPlayerStrings = typeof ttsPlayerStrings;
