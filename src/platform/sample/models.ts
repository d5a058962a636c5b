import { glb, type SampleRecord } from './sample-record.ts';

export const models: readonly SampleRecord[] = [
  {
    key: 'model-lantern',
    role: 'modelId',
    files: { url: glb('model-lantern') },
    document: { name: 'Glasshouse lantern', mimeType: 'model/gltf-binary' },
  },
  {
    key: 'model-crystal-pot',
    files: { url: glb('model-crystal-pot') },
    document: { name: 'Saltfern crystals', mimeType: 'model/gltf-binary' },
  },
  {
    key: 'model-pip',
    files: { url: glb('model-pip') },
    document: { name: 'Pip, waving', mimeType: 'model/gltf-binary' },
  },
];
