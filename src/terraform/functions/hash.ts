import { createHash } from 'node:crypto';
import { NUMBER, STRING } from '#model/type.js';
import { string, unknown } from '#model/values/make.js';
import { fault, type FunctionSpec, parameter } from './define.js';
import { textOf } from './integers.js';

/** Hashes of text, and identifiers made of them. */
export type HashEncoding = 'hex' | 'base64';

export function hashOf(algorithm: string, encoding: HashEncoding, bytes: Uint8Array | string): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

/** Name, algorithm and encoding of the result; each also exists for files. */
export const HASHES: readonly (readonly [string, string, HashEncoding])[] = [
  ['md5', 'md5', 'hex'],
  ['sha1', 'sha1', 'hex'],
  ['sha256', 'sha256', 'hex'],
  ['sha512', 'sha512', 'hex'],
  ['base64sha256', 'sha256', 'base64'],
  ['base64sha512', 'sha512', 'base64'],
];

function hash(name: string, algorithm: string, encoding: HashEncoding): FunctionSpec {
  return {
    name,
    params: [parameter('str', STRING)],
    returns: STRING,
    apply: ([text]) => string(hashOf(algorithm, encoding, textOf(text))),
  };
}

/** https://www.rfc-editor.org/rfc/rfc4122#appendix-C */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['dns', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['url', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'],
  ['oid', '6ba7b812-9dad-11d1-80b4-00c04fd430c8'],
  ['x500', '6ba7b814-9dad-11d1-80b4-00c04fd430c8'],
]);

const UUID =
  /^(?:urn:uuid:)?\{?([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{12})\}?$/;

const uuidv5: FunctionSpec = {
  name: 'uuidv5',
  params: [parameter('namespace', STRING), parameter('name', STRING)],
  returns: STRING,
  apply: ([namespaceValue, name]) => {
    const given = textOf(namespaceValue);
    const match = UUID.exec(NAMESPACES.get(given) ?? given);
    if (!match) {
      const problem = [32, 36, 38, 45].includes(given.length)
        ? 'invalid UUID format'
        : `invalid UUID length: ${given.length}`;
      return fault(`uuidv5() doesn't support namespace ${given} (${problem})`);
    }
    const bytes = Buffer.from(match.slice(1).join(''), 'hex');
    const digest = createHash('sha1').update(bytes).update(textOf(name)).digest();
    digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
    digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
    const hex = digest.toString('hex');
    return string(
      [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-'),
    );
  },
};

/** Salted, so the result differs from run to run. */
const bcrypt: FunctionSpec = {
  name: 'bcrypt',
  params: [parameter('str', STRING)],
  variadic: parameter('cost', NUMBER),
  returns: STRING,
  apply: (args) => {
    if (args.length > 2) return fault('bcrypt() takes no more than two arguments');
    return unknown(STRING, { reason: 'bcrypt() adds a random salt', notNull: true });
  },
};

/** What a private key opens is not computed: a secret has no place in an analysis. */
const rsadecrypt: FunctionSpec = {
  name: 'rsadecrypt',
  params: [parameter('ciphertext', STRING), parameter('privatekey', STRING)],
  returns: STRING,
  apply: () => unknown(STRING, { reason: 'rsadecrypt() is not computed', notNull: true }),
};

export const HASH_FUNCTIONS: readonly FunctionSpec[] = [
  ...HASHES.map(([name, algorithm, encoding]) => hash(name, algorithm, encoding)),
  uuidv5,
  bcrypt,
  rsadecrypt,
];
