/**
 * Character encodings by their IANA names. Decoding is the platform's TextDecoder; encoding is its inverse, built once
 * per encoding by decoding every code.
 */
export interface Encoding {
  /** The IANA name, for messages. */
  readonly name: string;
  /** What TextDecoder calls it; `utf-16` means big-endian with a byte order mark, '' one that is not computed here. */
  readonly label: string;
}

/** IANA names and aliases (https://www.iana.org/assignments/character-sets) that Terraform accepts, in lower case. */
const NAMES: ReadonlyMap<string, Encoding> = new Map(
  [
    ['UTF-8', 'utf-8', 'csutf8'],
    ['UTF-16', 'utf-16', 'csutf16'],
    ['UTF-16BE', 'utf-16be', 'csutf16be'],
    ['UTF-16LE', 'utf-16le', 'csutf16le'],
    ['US-ASCII', 'ascii', 'iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us us ibm367 cp367 csascii'],
    ['ISO-8859-1', 'latin1', 'iso_8859-1:1987 iso_8859-1 iso-ir-100 latin1 l1 ibm819 cp819 csisolatin1'],
    ['ISO-8859-2', 'iso-8859-2', 'iso_8859-2:1987 iso_8859-2 iso-ir-101 latin2 l2 csisolatin2'],
    ['ISO-8859-3', 'iso-8859-3', 'iso_8859-3:1988 iso_8859-3 iso-ir-109 latin3 l3 csisolatin3'],
    ['ISO-8859-4', 'iso-8859-4', 'iso_8859-4:1988 iso_8859-4 iso-ir-110 latin4 l4 csisolatin4'],
    ['ISO-8859-5', 'iso-8859-5', 'iso_8859-5:1988 iso_8859-5 iso-ir-144 cyrillic csisolatincyrillic'],
    ['ISO-8859-6', 'iso-8859-6', 'iso_8859-6:1987 iso_8859-6 iso-ir-127 ecma-114 asmo-708 arabic csisolatinarabic'],
    [
      'ISO-8859-7',
      'iso-8859-7',
      'iso_8859-7:1987 iso_8859-7 iso-ir-126 elot_928 ecma-118 greek greek8 csisolatingreek',
    ],
    ['ISO-8859-8', 'iso-8859-8', 'iso_8859-8:1988 iso_8859-8 iso-ir-138 hebrew csisolatinhebrew'],
    ['ISO-8859-9', 'latin5', 'iso_8859-9:1989 iso_8859-9 iso-ir-148 latin5 l5 csisolatin5'],
    ['ISO-8859-10', 'iso-8859-10', 'iso-ir-157 l6 iso_8859-10:1992 csisolatin6 latin6'],
    ['ISO-8859-13', 'iso-8859-13', 'csiso885913'],
    ['ISO-8859-14', 'iso-8859-14', 'iso-ir-199 iso_8859-14:1998 iso_8859-14 latin8 iso-celtic l8 csiso885914'],
    ['ISO-8859-15', 'iso-8859-15', 'iso_8859-15 latin-9 csiso885915'],
    ['ISO-8859-16', 'iso-8859-16', 'iso-ir-226 iso_8859-16:2001 iso_8859-16 latin10 l10 csiso885916'],
    ['KOI8-R', 'koi8-r', 'cskoi8r'],
    ['KOI8-U', 'koi8-u', 'cskoi8u'],
    ['macintosh', 'macintosh', 'mac csmacintosh'],
    ['IBM866', 'ibm866', 'cp866 866 csibm866'],
    ['windows-874', 'windows-874', 'cswindows874'],
    ['windows-1250', 'windows-1250', 'cswindows1250'],
    ['windows-1251', 'windows-1251', 'cswindows1251'],
    ['windows-1252', 'windows-1252', 'cswindows1252'],
    ['windows-1253', 'windows-1253', 'cswindows1253'],
    ['windows-1254', 'windows-1254', 'cswindows1254'],
    ['windows-1255', 'windows-1255', 'cswindows1255'],
    ['windows-1256', 'windows-1256', 'cswindows1256'],
    ['windows-1257', 'windows-1257', 'cswindows1257'],
    ['windows-1258', 'windows-1258', 'cswindows1258'],
    ['Shift_JIS', 'shift_jis', 'ms_kanji csshiftjis'],
    ['EUC-JP', 'euc-jp', 'extended_unix_code_packed_format_for_japanese cseucpkdfmtjapanese'],
    ['EUC-KR', 'euc-kr', 'cseuckr'],
    ['GBK', 'gbk', 'cp936 ms936 windows-936 csgbk'],
    ['GB18030', 'gb18030', 'csgb18030'],
    ['Big5', 'big5', 'csbig5'],
    ['IBM037', '', 'cp037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl csibm037'],
    ['IBM437', '', 'cp437 437 cspc8codepage437'],
    ['IBM850', '', 'cp850 850 cspc850multilingual'],
    ['IBM852', '', 'cp852 852 cspcp852'],
    ['IBM855', '', 'cp855 855 csibm855'],
    ['IBM00858', '', 'ccsid00858 cp00858 pc-multilingual-850+euro csibm00858'],
    ['IBM860', '', 'cp860 860 csibm860'],
    ['IBM862', '', 'cp862 862 cspc862latinhebrew'],
    ['IBM863', '', 'cp863 863 csibm863'],
    ['IBM865', '', 'cp865 865 csibm865'],
    ['IBM1047', '', 'ibm-1047 csibm1047'],
    ['IBM01140', '', 'ccsid01140 cp01140 ebcdic-us-37+euro csibm01140'],
    ['ISO-2022-JP', '', 'csiso2022jp'],
    ['HZ-GB-2312', '', 'cshzgb2312'],
  ].flatMap(([name = '', label = '', aliases = '']) =>
    [name, ...aliases.split(' ')].map((alias) => [alias.toLowerCase(), { name, label }] as const),
  ),
);

export function encodingNamed(name: string): Encoding | undefined {
  return NAMES.get(name.toLowerCase());
}

/** The text, or undefined if the bytes are no text of the encoding. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string | undefined {
  if (SINGLE_BYTE.test(encoding.label)) return decodeByTable(bytes, tableOf(encoding.label));
  const { label, marked } = byteOrder(bytes, encoding);
  const text = new TextDecoder(label, { ignoreBOM: !marked }).decode(bytes);
  return text.includes('\ufffd') ? undefined : text;
}

/** Encodings whose tables are built here, since the platform's differ in the codes 0x80 to 0x9f or lack them. */
const SINGLE_BYTE = /^(?:ascii|latin[15]|windows-.*)$/;

function decodeByTable(bytes: Uint8Array, table: ReadonlyMap<string, readonly number[]>): string | undefined {
  const characters = new Map([...table].map(([character, [code]]) => [code, character] as const));
  let text = '';
  for (const byte of bytes) {
    const character = characters.get(byte);
    if (character === undefined) return undefined;
    text += character;
  }
  return text;
}

function byteOrder(bytes: Uint8Array, encoding: Encoding): { readonly label: string; readonly marked: boolean } {
  if (encoding.label !== 'utf-16') return { label: encoding.label, marked: false };
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  return { label: little ? 'utf-16le' : 'utf-16be', marked: true };
}

/** The bytes, or undefined if the encoding lacks a character of the text. */
export function encodeText(text: string, encoding: Encoding): Uint8Array | undefined {
  switch (encoding.label) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf-16':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    default:
      return encodeByTable(text, tableOf(encoding.label));
  }
}

function encodeByTable(text: string, table: ReadonlyMap<string, readonly number[]>): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    // GB18030 has all code points beyond the basic plane, in order.
    const beyond = point > 0xffff && table.size > 50_000 ? gb18030Code(189_000 + point - 0x1_0000) : undefined;
    const code = table.get(character) ?? beyond;
    if (!code) return undefined;
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

function tableOf(label: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(label);
  if (known) return known;
  const table = new Map<string, readonly number[]>();
  for (const [character, code] of codesOf(label)) if (!table.has(character)) table.set(character, code);
  tables.set(label, table);
  return table;
}

type Code = readonly [string, readonly number[]];

function codesOf(label: string): Iterable<Code> {
  if (label === 'ascii') return singleBytes(128, (code) => String.fromCharCode(code));
  if (label === 'latin1') return singleBytes(256, (code) => String.fromCharCode(code));
  if (label === 'latin5') return singleBytes(256, (code) => TURKISH.get(code) ?? String.fromCharCode(code));
  if (label === 'windows-1252')
    return singleBytes(256, (code) => WINDOWS_1252[code - 0x80] ?? String.fromCharCode(code));
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  const decode = (...code: readonly number[]): string => decoder.decode(Uint8Array.from(code));
  // Where the platform decodes to a control code, the code is undefined in the original tables.
  if (label.startsWith('windows-')) return singleBytes(256, (code) => decode(code).replace(/[\u0080-\u009f]/, ''));
  return multipleBytes(decode, label === 'gb18030');
}

/** Where ISO-8859-9 differs from ISO-8859-1. */
const TURKISH: ReadonlyMap<number, string> = new Map([
  [0xd0, 'Ğ'],
  [0xdd, 'İ'],
  [0xde, 'Ş'],
  [0xf0, 'ğ'],
  [0xfd, 'ı'],
  [0xfe, 'ş'],
]);

/** The characters of windows-1252 from 0x80 to 0x9f; '' where it has none. */
const WINDOWS_1252: readonly string[] = '€||‚|ƒ|„|…|†|‡|ˆ|‰|Š|‹|Œ||Ž|||‘|’|“|”|•|–|—|˜|™|š|›|œ||ž|Ÿ'.split('|');

function* singleBytes(count: number, decode: (code: number) => string): Iterable<Code> {
  for (let code = 0; code < count; code += 1) {
    const character = decode(code);
    if (character !== '' && character !== '\ufffd') yield [character, [code]];
  }
}

function* multipleBytes(decode: (...code: readonly number[]) => string, four: boolean): Iterable<Code> {
  const valid = (text: string): boolean => [...text].length === 1 && text !== '\ufffd';
  for (let first = 0; first < 256; first += 1) {
    const alone = decode(first);
    if (valid(alone)) yield [alone, [first]];
    if (first <= 0x80) continue;
    for (let second = 0x30; second < 256; second += 1) {
      const pair = decode(first, second);
      if (valid(pair)) yield [pair, [first, second]];
    }
  }
  if (four) yield* fourBytes(decode, valid);
}

/** The part of GB18030 that holds the rest of the basic plane. */
function* fourBytes(decode: (...code: readonly number[]) => string, valid: (text: string) => boolean): Iterable<Code> {
  for (let index = 0; index < 4 * 12_600; index += 1) {
    const code = gb18030Code(index);
    const text = decode(...code);
    if (valid(text)) yield [text, code];
  }
}

function gb18030Code(index: number): readonly number[] {
  return [
    0x81 + Math.floor(index / 12_600),
    0x30 + (Math.floor(index / 1260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  ];
}
