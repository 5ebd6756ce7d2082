import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { STRING } from '#model/type.js';
import type { Value } from '#model/value.js';
import { string, unknown } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import { fault, type Fault, type FunctionSpec, parameter } from './define.js';
import { textOf } from './integers.js';
import { decodeText, encodeText, encodingNamed } from './text-encodings.js';

const STR = parameter('str', STRING);

/** Bytes of standard base64 with padding; line breaks are allowed. Undefined, or the offset of the first bad sign. */
export function decodeBase64(text: string): Uint8Array | number {
  const plain = text.replaceAll(/[\r\n]/g, '');
  const bad = plain.search(/[^A-Za-z0-9+/]/);
  const end = bad < 0 ? plain.length : bad;
  const padding = plain.slice(end);
  const wanted = { 0: '', 2: '==', 3: '=' }[end % 4];
  if (wanted === undefined || padding !== wanted) return bad < 0 ? plain.length : bad;
  return new Uint8Array(Buffer.from(plain, 'base64'));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, or undefined if they are not that. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const base64decode: FunctionSpec = {
  name: 'base64decode',
  params: [STR],
  returns: STRING,
  apply: ([value]) => {
    const bytes = decodeBase64(textOf(value));
    if (typeof bytes === 'number') return fault(`failed to decode base64 data ${redacted(value)}`);
    const text = utf8Text(bytes);
    return text === undefined ? fault('the result of decoding the provided string is not valid UTF-8') : string(text);
  },
};

export function redacted(value: Value | undefined): string {
  return value?.sensitive ? '(sensitive value)' : quoted(textOf(value));
}

const base64encode: FunctionSpec = {
  name: 'base64encode',
  params: [STR],
  returns: STRING,
  apply: ([value]) => string(Buffer.from(textOf(value)).toString('base64')),
};

/** A gzip header without name and time, from an unknown system, as Go writes it. */
const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
/** The empty last block, behind data that was flushed. */
const LAST_BLOCK = Uint8Array.of(1, 0, 0, 0xff, 0xff);

/** The frame is Terraform's byte for byte; the compressed data may differ where Go's compressor finds other matches. */
const base64gzip: FunctionSpec = {
  name: 'base64gzip',
  params: [STR],
  returns: STRING,
  apply: ([value]) => {
    const bytes = Buffer.from(textOf(value));
    const data = deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    // Checksum and length are the last eight bytes of any gzip file of the text.
    const trailer = gzipSync(bytes).subarray(-8);
    return string(Buffer.concat([GZIP_HEADER, data, LAST_BLOCK, trailer]).toString('base64'));
  },
};

const urlencode: FunctionSpec = {
  name: 'urlencode',
  params: [STR],
  returns: STRING,
  apply: ([value]) =>
    string(
      encodeURIComponent(Buffer.from(textOf(value)).toString())
        .replaceAll('%20', '+')
        .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    ),
};

function unsupported(name: string): Fault {
  return fault(`${quoted(name)} is not a supported IANA encoding name or alias in this Terraform version`, 1);
}

function notComputed(name: string): Value {
  return unknown(STRING, { reason: `text in ${name} is not computed`, notNull: true });
}

const textencodebase64: FunctionSpec = {
  name: 'textencodebase64',
  params: [parameter('string', STRING), parameter('encoding', STRING)],
  returns: STRING,
  apply: ([value, name]) => {
    const encoding = encodingNamed(textOf(name));
    if (!encoding) return unsupported(textOf(name));
    if (encoding.label === '') return notComputed(encoding.name);
    const bytes = encodeText(textOf(value), encoding);
    if (bytes) return string(Buffer.from(bytes).toString('base64'));
    return fault(`the given string contains characters that cannot be represented in ${encoding.name}`, 0);
  },
};

const textdecodebase64: FunctionSpec = {
  name: 'textdecodebase64',
  params: [parameter('source', STRING), parameter('encoding', STRING)],
  returns: STRING,
  apply: ([value, name]) => {
    const encoding = encodingNamed(textOf(name));
    if (!encoding) return unsupported(textOf(name));
    const bytes = decodeBase64(textOf(value));
    if (typeof bytes === 'number')
      return fault(`the given value is has an invalid base64 symbol at offset ${bytes}`, 0);
    if (encoding.label === '') return notComputed(encoding.name);
    const text = decodeText(bytes, encoding);
    if (text !== undefined) return string(text);
    return fault(`the given string contains symbols that are not defined for ${encoding.name}`, 0);
  },
};

export const ENCODING_FUNCTIONS: readonly FunctionSpec[] = [
  base64decode,
  base64encode,
  base64gzip,
  urlencode,
  textencodebase64,
  textdecodebase64,
];
