/**
 * Character encodings by their IANA names. Decoding is the platform's TextDecoder; encoding is its inverse, built once
 * per encoding by decoding every code of one or two bytes.
 */
export interface Encoding {
  /** The IANA name, for messages. */
  readonly name: string;
  /** What TextDecoder calls it; `utf-16` means big-endian with a byte order mark. */
  readonly label: string;
}

/** IANA names and aliases (https://www.iana.org/assignments/character-sets) that Terraform accepts, in lower case. */
const NAMES: ReadonlyMap<string, Encoding> = new Map(
  [
    ['UTF-8', 'utf-8', 'csutf8'],
    ['UTF-16', 'utf-16', 'csutf16'],
    ['UTF-16BE', 'utf-16be', 'csutf16be'],
    ['UTF-16LE', 'utf-16le', 'csutf16le'],
    [
      'US-ASCII',
      'ascii',
      'ascii iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us us ibm367 cp367 csascii',
    ],
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
  ].flatMap(([name = '', label = '', aliases = '']) =>
    [name, ...aliases.split(' ')].map((alias) => [alias.toLowerCase(), { name, label }] as const),
  ),
);

export function encodingNamed(name: string): Encoding | undefined {
  return NAMES.get(name.toLowerCase());
}

/** The text, or undefined if the bytes are no text of the encoding. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string | undefined {
  const { label, marked } = byteOrder(bytes, encoding);
  if (label === 'ascii' || label === 'latin1') {
    const text = Buffer.from(bytes).toString('latin1');
    return label === 'ascii' && /[^\u0000-\u007f]/.test(text) ? undefined : text;
  }
  const text = new TextDecoder(label, { ignoreBOM: !marked }).decode(bytes);
  return text.includes('\ufffd') ? undefined : text;
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
    case 'latin1':
    case 'ascii': {
      const bound = encoding.label === 'ascii' ? /[^\u0000-\u007f]/ : /[^\u0000-\u00ff]/;
      return bound.test(text) ? undefined : Buffer.from(text, 'latin1');
    }
    default:
      return encodeByTable(text, tableOf(encoding.label));
  }
}

function encodeByTable(text: string, table: ReadonlyMap<string, readonly number[]>): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    const code = table.get(character);
    if (!code) return undefined;
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

function tableOf(label: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(label);
  if (known) return known;
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  const table = new Map<string, readonly number[]>();
  const add = (code: readonly number[]): void => {
    const text = decoder.decode(Uint8Array.from(code));
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, code);
  };
  for (let first = 0; first < 256; first += 1) add([first]);
  for (let first = 0x81; first < 256; first += 1) {
    for (let second = 0x30; second < 256; second += 1) add([first, second]);
  }
  tables.set(label, table);
  return table;
}
