/** IP addresses and networks as Go's `net` package parses and prints them, with leading zeros in IPv4 as Terraform allows. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Network {
  /** The network's own address: host bits are zero. */
  readonly address: Address;
  readonly prefix: number;
}

export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (!address || !/^\d{1,6}$/.test(digits)) return undefined;
  const prefix = Number(digits);
  if (prefix > address.bits) return undefined;
  const host = BigInt(address.bits - prefix);
  return { address: { ...address, value: (address.value >> host) << host }, prefix };
}

function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parseDotted(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseColons(text);
  return value === undefined ? undefined : { bits: 128, value };
}

function parseDotted(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,10}$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(Number(part));
  }
  return value;
}

function parseColons(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half, at) => parseGroups(half, at === halves.length - 1));
  const [head, tail] = groups;
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of a half; the last part may be an IPv4 address. */
function parseGroups(half: string, last: boolean): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [at, part] of parts.entries()) {
    if (last && at === parts.length - 1 && part.includes('.')) {
      const dotted = parseDotted(part);
      if (dotted === undefined) return undefined;
      groups.push(Number(dotted >> 16n), Number(dotted & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

/** An IPv4 address in IPv6 form: `::ffff:10.0.0.1`. */
export function isMapped(address: Address): boolean {
  return address.bits === 128 && address.value >> 32n === 0xffffn;
}

/** An IPv6 address that maps an IPv4 one prints as that. */
export function formatAddress(address: Address): string {
  const { bits, value } = address;
  if (bits === 32 || isMapped(address)) {
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, at) => Number((value >> BigInt(112 - at * 16)) & 0xffffn));
  const { start, length } = longestZeros(groups);
  const text = groups.map((group) => group.toString(16));
  if (length < 2) return text.join(':');
  return `${text.slice(0, start).join(':')}::${text.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [at, group] of groups.entries()) {
    if (group !== 0) start = at + 1;
    else if (at + 1 - start > best.length) best = { start, length: at + 1 - start };
  }
  return best;
}

export function formatNetwork(network: Network): string {
  return `${formatAddress(network.address)}/${isMapped(network.address) ? network.prefix - 96 : network.prefix}`;
}
