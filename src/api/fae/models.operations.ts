// Source: FAE API, "Media Files": what 3D models have beyond the other types. Apart from those because
// the 3D viewer carries it into pages.

export const content = {
  method: 'GET',
  path: '/models/{id}/content',
  auth: 'key',
  audience: 'visitor',
  answer: 'binary',
  types: ['model/gltf-binary', 'application/octet-stream'],
  visitor: { sends: [], sees: [] },
} as const;
