export const playerStrings = {
  listen: 'Listen',
  browserVoice: 'Browser voice',
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
  retryIn: 'Too many requests. Try again in {seconds} s.',
  /** Headings of the voices, by what stands in their labels: "Heart (US Female)". */
  languages: { US: 'English (US)', UK: 'English (UK)' } as Readonly<Record<string, string>>,
  failures: {
    bad_response: 'The speech arrived damaged.',
    speech_failed: 'The browser could not read this aloud.',
  } as Readonly<Record<string, string>>,
};

export type PlayerStrings = typeof playerStrings;
