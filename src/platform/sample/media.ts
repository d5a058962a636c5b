import { svg, webm, type SampleRecord } from './sample-record.ts';

const postcard = (stem: string, name: string, alt: string): SampleRecord => ({
  key: `image-${stem}`,
  files: { url: svg(`postcard-${stem}`) },
  document: { name, alt, mimeType: 'image/svg+xml', album: 'Postcards' },
});

export const images: readonly SampleRecord[] = [
  {
    ...postcard('first-snow', 'First snow', 'The observatory on a white hill, snow falling'),
    role: 'imageId',
  },
  postcard('low-water', 'Low water', 'The tidal flats after sunset, reeds in front'),
  postcard('summer-rain', 'Summer rain', 'Rain over green hills, a lit dome among them'),
];

export const videos: readonly SampleRecord[] = [
  {
    key: 'video-aurora-drill',
    role: 'videoId',
    files: { url: webm('aurora-drill') },
    document: { name: 'Aurora drill, one loop', mimeType: 'video/webm', seconds: 4 },
  },
];

export const audios: readonly SampleRecord[] = [
  {
    key: 'audio-tidebells',
    role: 'audioId',
    files: { url: { name: 'tidebells.wav', mimeType: 'audio/wav' } },
    document: { name: 'The tidebells at low water', mimeType: 'audio/wav', seconds: 5 },
  },
];

export const documents: readonly SampleRecord[] = [
  {
    key: 'document-visitors-guide',
    role: 'documentId',
    files: { url: { name: 'visitors-guide.pdf', mimeType: 'application/pdf' } },
    document: {
      name: 'A guide for visitors by night',
      mimeType: 'application/pdf',
      pages: 1,
      language: 'en',
    },
  },
];
