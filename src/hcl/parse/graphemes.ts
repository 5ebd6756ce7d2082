// oxlint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

let segmenter: Intl.Segmenter | undefined;

/** The user-perceived characters of the text, which is what Terraform counts. The segmenter is made when a text needs it: that takes long. */
export function graphemes(text: string): readonly string[] {
  if (ASCII.test(text)) return text.includes('\r\n') ? text.split(/(?=[\s\S])(?<!\r(?=\n))/) : [...text];
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment).flatMap(withoutConjuncts);
}

/**
 * Terraform counts by Unicode 15, for which a consonant behind a virama begins a character; from 15.1 on (rule GB9c) the two are one,
 * and it depends on Node which of them it follows. No other letter stands behind a mark in one character but the two that are
 * spacing marks by themselves. https://www.unicode.org/reports/tr29/#GB9c
 */
function withoutConjuncts(character: string): readonly string[] {
  return character.length < 3 ? [character] : character.split(/(?<=[\p{M}\u200d])(?=\p{Lo})(?![\u0e33\u0eb3])/u);
}
