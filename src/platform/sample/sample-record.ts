/** A file in the folder of sample files that the build makes. */
export interface SampleFile {
  readonly name: string;
  readonly mimeType: string;
}

/** One record of the sample workspace, before it has an id. */
export interface SampleRecord {
  /** Its name within the sample; never changes, so that a new version finds it again. */
  readonly key: string;
  /** What it is known by in `/sample.json`: `productId` and the like. */
  readonly role?: string;
  /**
   * Fields of the document that become the public address of a file, or a list of them. `nodes.0.model`
   * is a field inside.
   */
  readonly files?: Readonly<Record<string, SampleFile | readonly SampleFile[]>>;
  readonly document: Readonly<Record<string, unknown>>;
  /** Fields of the document that become the id of another record, by its key. */
  readonly refs?: Readonly<Record<string, string>>;
}

export const svg = (stem: string): SampleFile => ({
  name: `${stem}.svg`,
  mimeType: 'image/svg+xml',
});

export const glb = (stem: string): SampleFile => ({
  name: `${stem}.glb`,
  mimeType: 'model/gltf-binary',
});

export const webm = (stem: string): SampleFile => ({
  name: `${stem}.webm`,
  mimeType: 'video/webm',
});
