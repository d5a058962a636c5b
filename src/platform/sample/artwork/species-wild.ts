import { along, polar, stem } from './curves.ts';
import { from, frond, halo, moonLeaf, pairs, petals, stalk, type Species } from './plant-parts.ts';
import { range } from './random.ts';
import { circle, group, n, p, path, place, type Point } from './svg.ts';

export const moonwort: Species = (defs, hues, random, root) => {
  const sprout = stem(root, from(root, -92, -372), -30);
  const spike = stem(root, from(root, 104, -446), -40);
  const leaves = range(5).flatMap((index) => {
    const at = along(sprout, 0.3 + index * 0.155);
    const size = 86 - index * 9;
    return [-1, 1].map((side) => moonLeaf(defs, hues, at, at.heading + side * 70, size));
  });
  const tip = along(sprout, 1);
  const spores = range(15).flatMap((index) => {
    const t = 0.5 + index * 0.034;
    const at = along(spike, t);
    return [-1, 1].map((side) => {
      const bead = polar(at, 44 - index * 2, at.heading + side * 62 + random.near(0, 5));
      return (
        path(`M${p(at.x, at.y)}L${p(bead.x, bead.y)}`, { stroke: hues.stem, width: 2 }) +
        circle(bead.x, bead.y, 9.6 - index * 0.34, {
          fill: defs.radial(
            [
              [0, hues.bloomLight],
              [1, hues.bloom],
            ],
            [0.35, 0.3],
          ),
        })
      );
    });
  });
  return [
    halo(defs, hues.glow, along(spike, 0.8), 190),
    stalk(sprout, hues.stem, 6),
    stalk(spike, hues.stem, 5),
    ...leaves,
    moonLeaf(defs, hues, tip, tip.heading, 44),
    ...spores,
    circle(along(spike, 1).x, along(spike, 1).y, 5, { fill: hues.bloomLight }),
  ].join('');
};

export const lampvine: Species = (defs, hues, random, root) => {
  const arms = [
    stem(root, from(root, -150, -330), 150),
    stem(root, from(root, 150, -390), -160),
    stem(root, from(root, 6, -440), 40),
  ];
  const lamp = (at: Point, size: number, drop: number) => {
    const body = { x: at.x, y: at.y + drop + size };
    const pod = `M${p(0, -size)}C${p(size * 0.9, -size * 0.8, size * 0.95, size * 0.5, 0, size * 1.15)}C${p(-size * 0.95, size * 0.5, -size * 0.9, -size * 0.8, 0, -size)}Z`;
    const ribs = `M${p(0, -size)}C${p(size * 0.34, -size * 0.5, size * 0.34, size * 0.5, 0, size * 1.15)}M${p(0, -size)}C${p(-size * 0.34, -size * 0.5, -size * 0.34, size * 0.5, 0, size * 1.15)}`;
    return [
      path(`M${p(at.x, at.y)}L${p(body.x, body.y - size)}`, { stroke: hues.stem, width: 2.5 }),
      halo(defs, hues.glow, body, size * 2.7, 0.6),
      group(
        { transform: place(body, random.near(0, 4)) },
        path(pod, {
          fill: defs.radial(
            [
              [0, hues.bloomLight],
              [0.55, hues.bloom],
              [1, hues.bloom, 0.85],
            ],
            [0.5, 0.62],
          ),
        }),
        path(ribs, { stroke: hues.stem, width: 1.6, opacity: 0.45 }),
        path(
          `M${p(-size * 0.42, -size * 0.74)}Q${p(0, -size * 1.35, size * 0.42, -size * 0.74)}Z`,
          {
            fill: hues.leaf,
          },
        ),
      ),
    ].join('');
  };
  return arms
    .map((arm, index) => {
      const end = along(arm, 1);
      const side = along(arm, 0.74);
      return [
        stalk(arm, hues.stem, 5),
        pairs(defs, hues, arm, {
          count: 5,
          from: 0.26,
          to: 0.88,
          length: (t) => 66 - t * 26,
          slender: 0.32,
          angle: 54,
        }),
        lamp(end, 38 - index * 3, 22),
        index < 2 && lamp({ x: side.x + (index === 0 ? -62 : 62), y: side.y + 6 }, 22, 26),
        index < 2 &&
          path(
            `M${p(side.x, side.y)}Q${p(side.x + (index === 0 ? -34 : 34), side.y - 26, side.x + (index === 0 ? -62 : 62), side.y + 6)}`,
            { stroke: hues.stem, width: 3 },
          ),
      ]
        .filter(Boolean)
        .join('');
    })
    .join('');
};

export const saltfern: Species = (defs, hues, _random, root) => {
  const fronds: readonly (readonly [number, number, number])[] = [
    [-216, -216, -96],
    [216, -230, 96],
    [-136, -368, -54],
    [136, -380, 54],
    [4, -446, 10],
  ];
  return [
    halo(defs, hues.glow, from(root, 0, -280), 260, 0.4),
    ...fronds.map(([x, y, bend]) => {
      const curve = stem(root, from(root, x, y), bend);
      const tip = along(curve, 1);
      return frond(defs, hues, curve, 17, 62) + circle(tip.x, tip.y, 5, { fill: hues.bloomLight });
    }),
  ].join('');
};

export const emberThistle: Species = (defs, hues, random, root) => {
  const thistle = (size: number) => {
    const bulb = `M${p(-size * 0.5, 0)}C${p(-size * 0.62, size * 0.5, -size * 0.3, size * 0.82, 0, size * 0.86)}C${p(size * 0.3, size * 0.82, size * 0.62, size * 0.5, size * 0.5, 0)}Q${p(0, size * 0.16, -size * 0.5, 0)}Z`;
    return defs.shape(
      [
        halo(defs, hues.glow, { x: 0, y: -size * 0.5 }, size * 2.5, 0.6),
        petals(27, -90, 136, (angle, index) => {
          const end = polar({ x: 0, y: size * 0.24 }, size * (1.3 + (index % 3) * 0.16), angle);
          const tip = index % 3 === 2 ? circle(end.x, end.y, 3, { fill: hues.bloomLight }) : '';
          return (
            path(`M0 ${n(size * 0.24)}Q${p(end.x * 0.4, end.y * 0.6, end.x, end.y)}`, {
              stroke: index % 2 === 0 ? hues.bloom : hues.bloomLight,
              width: 3.4,
            }) + tip
          );
        }),
        path(bulb, {
          fill: defs.linear([
            [0, hues.leafLight],
            [1, hues.leaf],
          ]),
        }),
        ...range(3).map((row) =>
          path(
            range(6 - row)
              .map((column) => {
                const x = (column - (5 - row) / 2) * size * 0.17;
                const y = size * (0.2 + row * 0.19);
                return `M${p(x - 5, y)}L${p(x, y + 11)}L${p(x + 5, y)}`;
              })
              .join(''),
            { stroke: hues.stem, width: 1.5, opacity: 0.6 },
          ),
        ),
      ].join(''),
    );
  };
  const head = thistle(78);
  const spiky = (at: Point, degrees: number, length: number) => {
    const edge = (side: number) =>
      range(6)
        .map((index) => {
          const x = (length * (index + 0.4)) / 6;
          const reach = side * (30 - Math.abs(index - 2) * 5);
          return `L${p(x, side * 7)}L${p(x + 13, reach)}`;
        })
        .join('');
    const back = range(6)
      .map((index) => {
        const x = (length * (5 - index + 0.4)) / 6;
        const reach = 30 - Math.abs(5 - index - 2) * 5;
        return `L${p(x + 13, reach)}L${p(x, 7)}`;
      })
      .join('');
    return path(`M0 0${edge(-1)}L${n(length)} 0${back}Z`, {
      fill: defs.linear(
        [
          [0, hues.leaf],
          [1, hues.leafLight],
        ],
        [0, 0, 1, 0],
      ),
      transform: place(at, degrees),
    });
  };
  const stems = [
    { curve: stem(root, from(root, -134, -272), 60), scale: 0.64, tilt: -14 },
    { curve: stem(root, from(root, 128, -322), -60), scale: 0.72, tilt: 12 },
    { curve: stem(root, from(root, 2, -366), -24), scale: 1, tilt: 0 },
  ];
  return [
    ...[-160, -20, -132, -48].map((angle, index) =>
      spiky(from(root, 0, -14), angle, 168 - index * 10),
    ),
    ...stems.map(({ curve, scale, tilt }) => {
      const low = along(curve, 0.48);
      const side = tilt < 0 ? -1 : 1;
      return (
        stalk(curve, hues.stem, 5.5) +
        spiky(low, low.heading + side * 58, 84) +
        head(place(along(curve, 1), tilt + random.near(0, 3), scale))
      );
    }),
  ].join('');
};
