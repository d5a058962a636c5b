import { onePagePdf, type Line } from './pdf.ts';

const paragraphs: readonly (readonly string[])[] = [
  [
    'The garden opens at nightfall and closes with the first birdsong.',
    'There is no light on the paths: let your eyes have ten minutes.',
  ],
  [
    'Begin at the glasshouse, where the moonwort stands. You may come as',
    'close as your own breath, but please do not touch the half-moons;',
    'they bruise, and a bruise glows for a week.',
  ],
  [
    'Go on along the weir. At ten past two the tidebells turn towards',
    'the water, all of them, and nobody has found out why.',
  ],
  [
    'The dome is open when the sky is. Oskar will show you the chart of',
    'the night if you keep your sleeves off the wet ink.',
  ],
  [
    'Should you meet a small robot with a watering can, step aside and',
    'say good night. It is counting.',
  ],
];

const left = 52;
const leading = 17;

const body = (): Line[] => {
  const lines: Line[] = [];
  let y = 440;
  for (const paragraph of paragraphs) {
    for (const text of paragraph) {
      lines.push({ text, size: 11.5, x: left, y, font: 'regular' });
      y -= leading;
    }
    y -= 9;
  }
  return lines;
};

/** What visitors are handed at the gate, as a PDF. */
export const visitorsGuide = (): Uint8Array<ArrayBuffer> =>
  onePagePdf('A guide for visitors by night', [
    { text: 'THE MOONWORT OBSERVATORY', size: 9, x: left, y: 520, font: 'bold' },
    { text: 'A guide for visitors by night', size: 22, x: left, y: 486, font: 'bold' },
    ...body(),
    { text: 'Mind the step, the moss is wet.', size: 10, x: left, y: 60, font: 'regular' },
  ]);
