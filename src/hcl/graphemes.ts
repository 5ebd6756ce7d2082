// oxlint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

let segmenter: Intl.Segmenter | undefined;

/** The user-perceived characters of the text, which is what Terraform counts. The segmenter is made when a text needs it: that takes long. */
export function graphemes(text: string): readonly string[] {
  if (ASCII.test(text)) return text.includes('\r\n') ? text.split(/(?=[\s\S])(?<!\r(?=\n))/) : [...text];
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
