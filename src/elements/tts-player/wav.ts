// Layout: "Multimedia Programming Interface and Data Specifications 1.0", RIFF and `fmt ` chunks.

const bytesPerSample = 2;

const fourCharacters = (view: DataView, offset: number): string =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + offset, 4));

/**
 * The samples per second that a WAV file names, whatever its sample format is: integers and IEEE
 * floats both occur in speech.
 *
 * @returns `undefined` for what is no WAV file
 */
export const wavSampleRate = (bytes: ArrayBuffer): number | undefined => {
  const view = new DataView(bytes);
  if (bytes.byteLength < 12 || fourCharacters(view, 0) !== 'RIFF') return undefined;
  if (fourCharacters(view, 8) !== 'WAVE') return undefined;
  for (let offset = 12; offset + 16 <= bytes.byteLength;) {
    if (fourCharacters(view, offset) === 'fmt ') return view.getUint32(offset + 12, true);
    const size = view.getUint32(offset + 4, true);
    offset += 8 + size + (size % 2);
  }
  return undefined;
};

/**
 * One WAV file of pieces of 16-bit mono samples. The pieces are not copied: a browser may keep them
 * on disk.
 *
 * @param sampleRate samples per second
 */
export const joinWav = (pieces: readonly Blob[], sampleRate: number): Blob => {
  const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  const header = new DataView(new ArrayBuffer(44));
  const put = (offset: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) {
      header.setUint8(offset + index, text.charCodeAt(index));
    }
  };
  put(0, 'RIFF');
  header.setUint32(4, 36 + size, true);
  put(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true); // PCM
  header.setUint16(22, 1, true); // channels
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * bytesPerSample, true);
  header.setUint16(32, bytesPerSample, true);
  header.setUint16(34, bytesPerSample * 8, true);
  put(36, 'data');
  header.setUint32(40, size, true);
  return new Blob([header, ...pieces], { type: 'audio/wav' });
};
