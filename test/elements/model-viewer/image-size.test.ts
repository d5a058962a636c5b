import { expect } from 'chai';
import { dataIn } from '../../../src/elements/model-viewer/engine/data-address.ts';
import { imageSize } from '../../../src/elements/model-viewer/engine/image-size.ts';

const encoded = async (type: string): Promise<Uint8Array<ArrayBuffer>> => {
  const canvas = new OffscreenCanvas(37, 21);
  canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
  return new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
};

describe('the size that an image says it has', () => {
  for (const type of ['image/png', 'image/jpeg']) {
    it(`is read off ${type}`, async () => {
      expect(imageSize(await encoded(type))).to.deep.equal({ width: 37, height: 21 });
    });
  }

  it('is unknown of anything else and of what breaks off', async () => {
    expect(imageSize(new Uint8Array())).to.equal(undefined);
    expect(imageSize(await encoded('image/webp'))).to.equal(undefined);
    for (const type of ['image/png', 'image/jpeg']) {
      expect(imageSize((await encoded(type)).slice(0, 20))).to.equal(undefined);
    }
  });
});

describe('a data: address', () => {
  it('gives its bytes, in base64 or not', () => {
    expect([...dataIn('data:;base64,AQL/')]).to.deep.equal([1, 2, 255]);
    expect([...dataIn('DATA:a/b;c=d;base64,AQ%3D%3D')]).to.deep.equal([1]);
    expect([...dataIn('data:text/plain,a%2Cb')]).to.deep.equal([97, 44, 98]);
  });

  it('is refused with a code when it cannot be read', () => {
    for (const address of ['data:;base64,*', 'data:,%E0%A4%A']) {
      expect(() => dataIn(address))
        .to.throw()
        .with.property('code', 'bad_model');
    }
  });
});
