/** Files told by their first bytes, with what to do instead. */
const KINDS: readonly (readonly [offset: number, mark: string, sentence: string])[] = [
  [
    0,
    'PK\x03\x04',
    'This is a zip archive or an office file. Unpack it, or save the sheet as CSV, and choose that file.',
  ],
  [0, '\xd0\xcf\x11\xe0', 'This is an old office file. Save it as CSV and choose that file.'],
  [0, 'PAR1', 'This is a Parquet file. Save it as JSON Lines or CSV and choose that file.'],
  [0, 'ARROW1', 'This is an Arrow file. Save it as JSON Lines or CSV and choose that file.'],
  [0, '%PDF', 'This is a PDF. Comparisons come as JSON Lines, JSON, CSV or TSV.'],
  [0, 'SQLite format 3', 'This is a database. Save the table as CSV and choose that file.'],
  [257, 'ustar', 'This is a tar archive. Unpack it and choose the file with the rows.'],
  [0, 'BZh', 'This is packed with bzip2. Unpack it, or pack it with gzip, and choose it again.'],
  [0, '\xfd7zXZ', 'This is packed with xz. Unpack it, or pack it with gzip, and choose it again.'],
  [0, '\x28\xb5\x2f\xfd', 'This is packed with zstd. Unpack it, and choose it again.'],
];

const BINARY =
  'This file is not text, so there are no rows to read. Comparisons come as JSON Lines, JSON, CSV or TSV, plain or in gzip.';

/** The sentence for a file that is not text; `null` for text. Looks at the first piece only. */
export function refusalOf(bytes: Uint8Array): string | null {
  for (const [offset, mark, sentence] of KINDS) {
    if ([...mark].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0))) {
      return sentence;
    }
  }
  const first = bytes[0];
  const second = bytes[1];
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return null;
  const sample = bytes.subarray(0, 65536);
  let odd = 0;
  for (const byte of sample) {
    if (byte === 0) return BINARY;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) odd++;
  }
  return odd * 50 > sample.length ? BINARY : null;
}
