import { glassPoppy, hushLily, owlsClover, tidebell } from './species-flowers.ts';
import { emberThistle, lampvine, moonwort, saltfern } from './species-wild.ts';

/** Every plant that can be drawn, by its name. */
export const species = {
  moonwort,
  lampvine,
  saltfern,
  glassPoppy,
  owlsClover,
  emberThistle,
  tidebell,
  hushLily,
} as const;
