const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

/** The user-perceived characters of the text, which is what Terraform counts. */
export function graphemes(text: string): readonly string[] {
  if (ASCII.test(text)) return text.includes('\r\n') ? text.split(/(?=[\s\S])(?<!\r(?=\n))/) : [...text];
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
