import type { SampleRecord } from './sample-record.ts';

/** Lengths in metres, angles in degrees. */
export const scenes: readonly SampleRecord[] = [
  {
    key: 'scene-potting-bench',
    role: 'sceneId',
    refs: {
      'definition.nodes.0.children.0.model': 'model-lantern',
      'definition.nodes.0.children.1.model': 'model-crystal-pot',
      'definition.nodes.1.model': 'model-pip',
    },
    document: {
      name: 'By the potting bench, after ten',
      definition: {
        version: 1,
        units: 'm',
        environment: { light: 'neutral', intensity: 0.45, background: '#0d1830', shadow: 0.5 },
        camera: { position: [1.9, 1.35, 3.1], target: [0.1, 0.5, 0], fieldOfView: 38 },
        lights: [
          { type: 'ambient', color: '#5d7397', intensity: 0.4 },
          {
            type: 'point',
            color: '#fbd98f',
            intensity: 6,
            position: [-0.6, 0.8, 0.2],
            distance: 4,
          },
          {
            type: 'directional',
            color: '#a9bccb',
            intensity: 1.2,
            position: [-3, 4, 2],
            target: [0, 0, 0],
          },
        ],
        nodes: [
          {
            id: 'bench',
            name: 'What stands on the bench',
            transform: { position: [-0.55, 0, 0] },
            children: [
              { id: 'lantern', name: 'Lantern', transform: { rotation: [0, 20, 0] } },
              {
                id: 'crystals',
                name: 'Saltfern crystals',
                transform: { position: [0.75, 0, -0.5], scale: 0.8 },
              },
            ],
          },
          {
            id: 'pip',
            name: 'Pip, on the way',
            transform: { position: [0.85, 0, 0.35], rotation: [0, -35, 0], scale: 0.9 },
            animation: { name: 'Wave', loop: true },
          },
        ],
        hotspots: [
          {
            id: 'sprig',
            node: 'lantern',
            position: [0, 0.72, 0.2],
            label: 'A living sprig',
            text: 'Sealed under blown glass with moss and a spoonful of rain. It lasts about nine years.',
            camera: { position: [-0.2, 1, 1.2], target: [-0.55, 0.7, 0] },
          },
          {
            id: 'deputy',
            node: 'pip',
            position: [0, 1.1, 0],
            label: 'Deputy',
            text: 'Came as a spore and has not been asked to leave. Leans left when rain is coming.',
          },
        ],
      },
    },
  },
];
