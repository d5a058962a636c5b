/** A name for a sound file, made of the page's title; `speech.wav` where that has no letter. */
export const fileName = (title: string): string => {
  const name = title
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+/, '')
    .slice(0, 80)
    .replace(/[\s.]+$/, '');
  return `${name || 'speech'}.wav`;
};

/** Hands a file to the visitor. */
export const saveFile = (file: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
