/** A line of a page: how large, how far from the left and from the foot, in points. */
export interface Line {
  readonly text: string;
  readonly size: number;
  readonly x: number;
  readonly y: number;
  readonly font: 'regular' | 'bold';
}

/** In points: ISO A5. */
const page = { width: 420, height: 595 };

const escaped = (text: string): string => text.replace(/[\\()]/g, (it) => `\\${it}`);

const drawn = ({ text, size, x, y, font }: Line): string =>
  `BT /${font === 'bold' ? 'B' : 'R'} ${size} Tf ${x} ${y} Td (${escaped(text)}) Tj ET`;

/**
 * A PDF of one page, set in the fonts that every reader has (ISO 32000-1, 7.5 and 9.6.2.2).
 *
 * @param lines of Latin letters
 */
export const onePagePdf = (title: string, lines: readonly Line[]): Uint8Array<ArrayBuffer> => {
  const content = lines.map(drawn).join('\n');
  const font = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${page.width} ${page.height}] ` +
      '/Resources << /Font << /R 4 0 R /B 5 0 R >> >> /Contents 6 0 R >>',
    font('Times-Roman'),
    font('Times-Bold'),
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Title (${escaped(title)}) >>`,
  ];
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((it) => `${String(it).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const start = file.length;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${size} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(file, 'latin1'));
};
