import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AddressRange, covers, isInternet, overlap, parseCidr, union, unionCovers } from '#aws/network/cidr.js';

const range = (text: string): AddressRange => {
  const found = parseCidr(text);
  if (!found) throw new Error(text);
  return found;
};

describe('parseCidr', () => {
  test.each([
    ['10.0.0.0/8', 4, 0x0a000000n, 0x0affffffn],
    ['10.0.0.5/8', 4, 0x0a000000n, 0x0affffffn],
    ['1.2.3.4', 4, 0x01020304n, 0x01020304n],
    ['0.0.0.0/0', 4, 0n, 0xffffffffn],
    ['::/0', 6, 0n, (1n << 128n) - 1n],
    ['2001:db8::/32', 6, 0x20010db8n << 96n, ((0x20010db8n + 1n) << 96n) - 1n],
    [' 10.0.0.0/32 ', 4, 0x0a000000n, 0x0a000000n],
  ])('%s', (text, family, first, last) => {
    expect(parseCidr(text)).toEqual({ family, first, last });
  });

  test.each([
    '',
    '../whitelist.txt',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '256.0.0.0/8',
    '0x0a.0.0.0/8',
    'var.x',
    '::/129',
    '1.2.3.4/',
  ])('not a CIDR: %s', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('sets', () => {
  test.each([
    [['0.0.0.0/1', '128.0.0.0/1'], ['0.0.0.0/0']],
    [['10.0.1.0/24', '10.0.0.0/24'], ['10.0.0.0/23']],
    [['10.0.0.0/8', '10.1.0.0/16'], ['10.0.0.0/8']],
    [['::/1', '8000::/1'], ['::/0']],
  ])('union of %j', (texts, merged) => {
    expect(union(texts.map(range))).toEqual(merged.map(range));
  });

  test('families do not mix', () => {
    expect(union([range('0.0.0.0/0'), range('::/0')])).toHaveLength(2);
    expect(overlap(range('0.0.0.0/0'), range('::/0'))).toBe(false);
  });

  test.each([
    ['10.0.0.0/8', '10.1.2.0/24', true, true],
    ['10.1.2.0/24', '10.0.0.0/8', false, true],
    ['10.1.2.0/24', '10.1.3.0/24', false, false],
  ])('%s and %s', (a, b, covering, overlapping) => {
    expect(covers(range(a), range(b))).toBe(covering);
    expect(overlap(range(a), range(b))).toBe(overlapping);
  });

  const cidr = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 32 }))
    .map(([a, b, length]) => range(`${a}.${b}.0.0/${length}`));

  test('a union is sorted, disjoint, and holds exactly what its members hold', () => {
    fc.assert(
      fc.property(fc.array(cidr, { maxLength: 8 }), fc.integer({ min: 0, max: 0xffffffff }), (ranges, address) => {
        const merged = union(ranges);
        for (const [index, each] of merged.entries()) {
          const next = merged[index + 1];
          if (next) expect(next.first > each.last + 1n).toBe(true);
        }
        const holds = (all: readonly AddressRange[]) =>
          all.some((each) => each.first <= BigInt(address) && BigInt(address) <= each.last);
        expect(holds(merged)).toBe(holds(ranges));
        for (const each of ranges) expect(unionCovers(ranges, each)).toBe(true);
      }),
    );
  });
});

describe('isInternet', () => {
  test.each<[string[], boolean]>([
    [['0.0.0.0/0'], true],
    [['0.0.0.0/1', '128.0.0.0/1'], true],
    [['0.0.0.0/1'], true],
    [['64.0.0.0/2'], true],
    [['3.0.0.0/8'], true],
    [['3.0.0.0/9'], false],
    [['3.0.0.0/9', '3.128.0.0/9'], true],
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], false],
    [['8.0.0.0/7'], true],
    [['203.0.113.7/32'], false],
    [['::/0'], true],
    [['2000::/3'], true],
    [['2000::/4', '3000::/4'], true],
    [['2600::/12'], false],
    [['fc00::/7'], false],
    [[], false],
  ])('%j: %s', (texts, expected) => {
    expect(isInternet(texts.map(range))).toBe(expected);
  });
});
