import { herbariumCover, herbariumPlate, plates } from './herbarium.ts';
import { orrery, tints } from './orrery.ts';
import { postcard, postcards } from './postcards.ts';
import { cartographer, gardener, keeper } from './portraits.ts';
import { lantern, notebook, posterPrint, seedTin } from './products.ts';
import { scenes, smallHours, smallHoursCover } from './small-hours.ts';

const svgFiles = <T>(
  drawings: Readonly<Record<string, T>>,
  prefix: string,
  draw: (drawing: T) => string,
): Record<string, () => string> =>
  Object.fromEntries(
    Object.entries(drawings).map(([stem, drawing]) => [
      `${prefix}${stem}.svg`,
      () => draw(drawing),
    ]),
  );

/** Every picture of the sample, by its file name: how it is drawn. */
export const artworkFiles: Readonly<Record<string, () => string>> = {
  ...svgFiles(plates, 'plate-', herbariumPlate),
  ...svgFiles(scenes, 'hours-', smallHours),
  ...svgFiles(tints, '', orrery),
  ...svgFiles(postcards, 'postcard-', postcard),
  'cover-night-herbarium.svg': herbariumCover,
  'cover-small-hours.svg': smallHoursCover,
  'product-moonwort-print.svg': posterPrint,
  'product-lantern.svg': lantern,
  'product-spore-tin.svg': seedTin,
  'product-night-book.svg': notebook,
  'portrait-ilse.svg': keeper,
  'portrait-oskar.svg': cartographer,
  'portrait-pip.svg': gardener,
};
