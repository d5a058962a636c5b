import type { Reader } from './reader.ts';

const skip = 10;

/**
 * Puts what is being read on the lock screen and on the keys of keyboards and headsets, until the
 * signal aborts.
 *
 * @param controls `play` and `pause` as the visitor's own buttons do it
 * @returns a function that tells the system the present position
 */
export const takeMediaKeys = (
  title: string,
  reader: Reader,
  controls: { readonly play: () => void; readonly pause: () => void },
  signal: AbortSignal,
): (() => void) => {
  if (!('mediaSession' in navigator)) return () => undefined;
  const session = navigator.mediaSession;
  const by = (sign: number) => (details: MediaSessionActionDetails) =>
    reader.seek(reader.position + sign * (details.seekOffset ?? skip));
  const actions: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: controls.play,
    pause: controls.pause,
    stop: controls.pause,
    seekbackward: by(-1),
    seekforward: by(1),
    seekto: ({ seekTime }) => reader.seek(seekTime ?? 0),
  };
  const handle = (name: string, handler: MediaSessionActionHandler | null) => {
    try {
      session.setActionHandler(name as MediaSessionAction, handler);
    } catch {
      // An action that this browser does not know.
    }
  };
  session.metadata = new MediaMetadata({ title });
  for (const [name, handler] of Object.entries(actions)) handle(name, handler);
  signal.addEventListener(
    'abort',
    () => {
      session.metadata = null;
      session.playbackState = 'none';
      for (const name of Object.keys(actions)) handle(name, null);
    },
    { once: true },
  );

  return () => {
    if (signal.aborted) return;
    session.playbackState = reader.activity === 'playing' ? 'playing' : 'paused';
    const { duration, position } = reader;
    if (duration > 0)
      session.setPositionState({ duration, position: Math.min(position, duration) });
  };
};
