/**
 * Sets of IP addresses as sorted, disjoint ranges, IPv4 and IPv6 apart.
 *
 * A rule set is open to the internet when the public addresses that it admits are as many as a /8 of IPv4 holds, or as
 * large a share (1/256) of the global unicast space of IPv6, however the set is cut up: `0.0.0.0/1` beside
 * `128.0.0.0/1` is the internet, and so is `0.0.0.0/2`. Anything narrower is taken for a list of known peers.
 */
import ipaddr from 'ipaddr.js';

export type AddressFamily = 4 | 6;

export interface AddressRange {
  readonly family: AddressFamily;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { 4: 32n, 6: 128n } as const;

const parsed = new Map<string, AddressRange | undefined>();
const MAX_REMEMBERED = 100_000;

/** A CIDR block, or a lone address, as the range that it covers; `undefined` where the text is neither. */
export function parseCidr(text: string): AddressRange | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size >= MAX_REMEMBERED) parsed.clear();
  const range = parseUncached(text.trim());
  parsed.set(text, range);
  return range;
}

function parseUncached(text: string): AddressRange | undefined {
  if (!/^[0-9a-fA-F.:]{2,45}(\/\d{1,3})?$/.test(text)) return undefined;
  try {
    const whole = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
    const [address, prefix] = ipaddr.parseCIDR(whole);
    // ipaddr.js also takes the short and octal forms of the C library, which AWS does not.
    if (address.kind() === 'ipv4' && !ipaddr.IPv4.isValidFourPartDecimal(text.split('/')[0] ?? '')) return undefined;
    const family = address.kind() === 'ipv4' ? 4 : 6;
    let value = 0n;
    for (const byte of address.toByteArray()) value = (value << 8n) | BigInt(byte);
    const hostBits = BITS[family] - BigInt(prefix);
    const first = (value >> hostBits) << hostBits;
    return { family, first, last: first + (1n << hostBits) - 1n };
  } catch {
    return undefined;
  }
}

/** The ranges merged: sorted, disjoint, not even touching. */
export function union(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const sorted = [...ranges].sort(
    (a, b) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0),
  );
  const merged: AddressRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && last.family === range.family && range.first <= last.last + 1n) {
      if (range.last > last.last) merged[merged.length - 1] = { ...last, last: range.last };
    } else merged.push(range);
  }
  return merged;
}

export function overlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

export function covers(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && outer.last >= inner.last;
}

/** Whether the union of `ranges` covers every address of `inner`. */
export function unionCovers(ranges: readonly AddressRange[], inner: AddressRange): boolean {
  return union(ranges).some((range) => covers(range, inner));
}

function known(...texts: readonly string[]): readonly AddressRange[] {
  return texts.map((text) => {
    const range = parseCidr(text);
    if (!range) throw new Error(`invalid constant CIDR: ${text}`);
    return range;
  });
}

/** Not routed on the internet: https://www.iana.org/assignments/iana-ipv4-special-registry/ */
const SPECIAL = union(
  known(
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
  ),
);

/** Private addresses, which VPCs have: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const PRIVATE = known('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7');

/** Global unicast: https://www.iana.org/assignments/ipv6-unicast-address-assignments/ */
const [GLOBAL_UNICAST] = known('2000::/3');

/** The longest prefix with which a single block can stand for the internet. */
export const BROAD_PREFIX: Readonly<Record<AddressFamily, number>> = { 4: 8, 6: 11 };

const BROAD_IPV4 = 1n << (BITS[4] - BigInt(BROAD_PREFIX[4]));
const BROAD_IPV6 = 1n << (BITS[6] - BigInt(BROAD_PREFIX[6]));

/** Whether a set holds so many public addresses that it stands for the internet; see the head of this file. */
export function isInternet(ranges: readonly AddressRange[]): boolean {
  let v4 = 0n;
  let v6 = 0n;
  for (const range of union(ranges)) {
    if (range.family === 4) {
      v4 += size(range);
      for (const special of SPECIAL) v4 -= common(range, special);
    } else if (GLOBAL_UNICAST) v6 += common(range, GLOBAL_UNICAST);
  }
  return v4 >= BROAD_IPV4 || v6 >= BROAD_IPV6;
}

function size(range: AddressRange): bigint {
  return range.last - range.first + 1n;
}

function common(a: AddressRange, b: AddressRange): bigint {
  if (!overlap(a, b)) return 0n;
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  return last - first + 1n;
}
