import { isInteger, toBigInt } from '#model/number.js';
import { NUMBER, STRING } from '#model/type.js';
import type { Value } from '#model/value.js';
import { list, string } from '#model/values/make.js';
import { fault, type Fault, type FunctionSpec, parameter, type Result } from './define.js';
import { integerOf, numberOf, textOf } from './integers.js';
import { formatAddress, formatNetwork, isMapped, type Network, parseNetwork } from './networks.js';
import { STRINGS } from './sequences.js';

/** The `cidr*` functions, including what they make of numbers out of range. */
function networkOf(value: Value | undefined, argument?: number): Network | Fault {
  const text = textOf(value);
  return parseNetwork(text) ?? fault(`invalid CIDR expression: invalid CIDR address: ${text}`, argument);
}

function wholeOf(value: Value | undefined): bigint | Fault {
  const number = numberOf(value);
  const whole = isInteger(number) ? toBigInt(number) : undefined;
  return whole ?? fault('value must be a whole number');
}

function isNetwork(network: Network | Fault): network is Network {
  return 'prefix' in network;
}

const cidrhost: FunctionSpec = {
  name: 'cidrhost',
  params: [parameter('prefix', STRING), parameter('hostnum', NUMBER)],
  returns: STRING,
  apply: ([prefix, host]) => {
    const number = wholeOf(host);
    if (typeof number !== 'bigint') return number;
    const network = networkOf(prefix);
    if (!isNetwork(network)) return network;
    const size = 1n << BigInt(network.address.bits - network.prefix);
    // Only the low 64 bits are checked, as in the reference.
    const checked = number < 0n ? -number - 1n : BigInt.asIntN(64, number);
    if (checked >= size) return fault(`prefix of ${network.prefix} does not accommodate a host numbered ${number}`);
    const offset = number < 0n ? size + number : number;
    // For an IPv4 address in IPv6 form the reference takes the number for one of 32 bits, and puts it at the front.
    const value = network.address.value | (isMapped(network.address) ? offset << 96n : offset);
    return value >> BigInt(network.address.bits) === 0n
      ? string(formatAddress({ ...network.address, value }))
      : OUT_OF_RANGE;
  },
};

const OUT_OF_RANGE = fault('panic in function implementation: runtime error: index out of range [-1]');

const cidrnetmask: FunctionSpec = {
  name: 'cidrnetmask',
  params: [parameter('prefix', STRING)],
  returns: STRING,
  apply: ([prefix]) => {
    const network = networkOf(prefix);
    if (!isNetwork(network)) return network;
    const { bits } = network.address;
    if (bits !== 32 && !isMapped(network.address)) {
      return fault(`IPv6 addresses cannot have a netmask: ${textOf(prefix)}`);
    }
    const mask = ((1n << BigInt(bits)) - 1n) ^ ((1n << BigInt(bits - network.prefix)) - 1n);
    return string(formatAddress({ bits, value: mask }));
  },
};

const cidrsubnet: FunctionSpec = {
  name: 'cidrsubnet',
  params: [parameter('prefix', STRING), parameter('newbits', NUMBER), parameter('netnum', NUMBER)],
  returns: STRING,
  apply: ([prefix, bitsValue, numberValue]) => {
    const newBits: number | Fault = bitsValue ? integerOf(bitsValue) : 0;
    if (typeof newBits !== 'number') return newBits;
    const number = wholeOf(numberValue);
    if (typeof number !== 'bigint') return number;
    const network = networkOf(prefix);
    if (!isNetwork(network)) return network;
    return subnet(network, newBits, number);
  },
};

function subnet(network: Network, newBits: number, number: bigint): Result {
  const { address } = network;
  const length = network.prefix + newBits;
  if (length > address.bits) {
    return fault(`insufficient address space to extend prefix of ${network.prefix} by ${newBits}`);
  }
  if (length < 0) return string('<nil>');
  // As in the reference, 64 bits are compared, and an extension by fewer than 0 or by 64 bits or more admits any number.
  const low = BigInt.asUintN(64, number < 0n ? -number : number);
  if (newBits >= 0 && newBits < 64 && low >= 1n << BigInt(newBits)) {
    return fault(`prefix extension of ${newBits} does not accommodate a subnet numbered ${number}`);
  }
  // A negative number sets all bits above it, and only the magnitude of the sum is kept.
  const sum = address.value | (number << BigInt(address.bits - length));
  const value = sum < 0n ? -sum : sum;
  if (value >> BigInt(address.bits) !== 0n) return OUT_OF_RANGE;
  return string(formatNetwork({ address: { ...address, value }, prefix: length }));
}

const cidrsubnets: FunctionSpec = {
  name: 'cidrsubnets',
  params: [parameter('prefix', STRING)],
  variadic: parameter('newbits', NUMBER),
  returns: STRINGS,
  apply: ([prefix, ...lengths]) => {
    const network = networkOf(prefix, 0);
    if (!isNetwork(network)) return network;
    const results: Value[] = [];
    let next = network.address.value;
    let previous: Network | undefined;
    for (const [at, lengthValue] of lengths.entries()) {
      const length = subnetLength(lengthValue, network, at + 1);
      if (typeof length !== 'number') return length;
      // The reference starts from the network before, and there is none before address 0.
      if (network.address.value === 0n) return noSpace(length, lastNetwork(network, length), at + 1);
      const placed = place(network, next, length);
      if (!placed) return noSpace(length, previous ?? network, at + 1);
      results.push(string(formatNetwork(placed)));
      previous = placed;
      next = placed.address.value + (1n << BigInt(placed.address.bits - length));
    }
    return list(results, STRING);
  },
};

function subnetLength(value: Value, network: Network, argument: number): number | Fault {
  const newBits = integerOf(value, argument);
  if (typeof newBits !== 'number') return newBits;
  if (newBits < 1) return fault('must extend prefix by at least one bit', argument);
  if (newBits > 32) return fault('may not extend prefix by more than 32 bits', argument);
  const { bits } = network.address;
  const length = network.prefix + newBits;
  if (length <= bits) return length;
  const protocol = bits === 32 ? 'IPv4' : 'IPv6';
  return fault(`would extend prefix to ${length} bits, which is too long for an ${protocol} address`, argument);
}

function lastNetwork({ address }: Network, prefix: number): Network {
  const value = (1n << BigInt(address.bits)) - (1n << BigInt(address.bits - prefix));
  return { address: { ...address, value }, prefix };
}

function noSpace(length: number, after: Network, argument: number): Fault {
  const message = `not enough remaining address space for a subnet with a prefix of ${length} bits after ${formatNetwork(after)}`;
  return fault(message, argument);
}

/** The first subnet of that length at or after the address, if it is inside the network. */
function place(network: Network, from: bigint, prefix: number): Network | undefined {
  const size = 1n << BigInt(network.address.bits - prefix);
  const value = ((from + size - 1n) / size) * size;
  const end = network.address.value + (1n << BigInt(network.address.bits - network.prefix));
  return value < end ? { address: { ...network.address, value }, prefix } : undefined;
}

export const CIDR_FUNCTIONS: readonly FunctionSpec[] = [cidrhost, cidrnetmask, cidrsubnet, cidrsubnets];
