/**
 * A list of addresses that is known and one that is not are judged by one measure. Not knowing a list makes nothing
 * certain that was not, and hides nothing: whatever the known list opens, the unknown one opens at least by assumption.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Opening } from '#aws/network/network.js';
import { VPC, at, estateOf } from '../estate/support.js';

interface Rule {
  readonly from: number;
  readonly to: number;
  readonly cidrs: readonly string[];
}

const CIDRS =
  '0.0.0.0/0 0.0.0.0/1 128.0.0.0/1 3.0.0.0/9 3.128.0.0/9 203.0.113.7/32 10.0.0.0/8 10.0.2.0/24 10.0.2.7/32 192.168.0.0/16';
const cidr = fc.constantFrom(...CIDRS.split(' '));
const rule = fc.record({
  from: fc.constantFrom(80, 90),
  to: fc.constantFrom(90, 100),
  cidrs: fc.array(cidr, { maxLength: 3 }),
});
const cases = fc.record({
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  which: fc.nat(),
  kept: fc.nat({ max: 3 }),
});

/** The rules as written; from `kept` on, the list of one of them is a variable without value. */
function sourceOf(rules: readonly Rule[], hidden: number | undefined, kept: number): string {
  const blocks = rules.map(({ from, to, cidrs }, index) => {
    const list = index === hidden ? `concat(${JSON.stringify(cidrs.slice(0, kept))}, var.list)` : JSON.stringify(cidrs);
    return `ingress {\n from_port = ${from}\n to_port = ${to}\n protocol = "tcp"\n cidr_blocks = ${list}\n}`;
  });
  return `variable "list" {\n type = list(string)\n}\n${VPC}
resource "aws_security_group" "web" {\n vpc_id = aws_vpc.main.id\n ${blocks.join('\n')}\n}
resource "aws_security_group" "client" {\n vpc_id = aws_vpc.main.id\n egress {\n from_port = 0\n to_port = 0\n protocol = "-1"\n cidr_blocks = ["0.0.0.0/0"]\n }\n}
resource "aws_instance" "web" {\n subnet_id = aws_subnet.public.id\n vpc_security_group_ids = [aws_security_group.web.id]\n associate_public_ip_address = true\n}
resource "aws_instance" "client" {\n subnet_id = aws_subnet.private.id\n vpc_security_group_ids = [aws_security_group.client.id]\n}`;
}

const PORTS = [80, 85, 90, 95, 100];

interface Reached {
  readonly certain: ReadonlySet<number>;
  readonly any: ReadonlySet<number>;
}

function portsOf(openings: readonly Opening[]): Reached {
  const isCertain = ({ premises }: Opening): boolean => premises.every(({ certainty }) => certainty === 'certain');
  const covered = (ways: readonly Opening[]): ReadonlySet<number> =>
    new Set(PORTS.filter((port) => ways.some(({ fromPort, toPort }) => fromPort <= port && port <= toPort)));
  return { certain: covered(openings.filter(isCertain)), any: covered(openings) };
}

function reached(source: string): { readonly internet: Reached; readonly inside: Reached } {
  const { network, hosts } = estateOf(source);
  const web = at(hosts, 'aws_instance.web').position;
  const client = at(hosts, 'aws_instance.client').position;
  return {
    internet: portsOf(network.fromInternet(web)),
    inside: portsOf(PORTS.flatMap((port) => network.between(client, web, port))),
  };
}

const within = (some: ReadonlySet<number>, all: ReadonlySet<number>) => [...some].every((port) => all.has(port));

describe('a list of addresses that is not known', () => {
  test.each(['internet', 'inside'] as const)(
    'opens what the known one opens, and makes nothing certain: %s',
    (where) => {
      fc.assert(
        fc.property(cases, ({ rules, which, kept }) => {
          const known = reached(sourceOf(rules, undefined, 0))[where];
          const unknown = reached(sourceOf(rules, which % rules.length, kept))[where];
          expect(within(unknown.certain, known.certain)).toBe(true);
          expect(within(known.any, unknown.any)).toBe(true);
          expect(within(known.certain, known.any)).toBe(true);
        }),
        { numRuns: 40 },
      );
    },
  );

  test('what is known of it stays certain', () => {
    fc.assert(
      fc.property(cases, ({ rules, which, kept }) => {
        const hidden = which % rules.length;
        const less = rules.map((each, index) =>
          index === hidden ? { ...each, cidrs: each.cidrs.slice(0, kept) } : each,
        );
        const known = reached(sourceOf(less, undefined, 0));
        const unknown = reached(sourceOf(rules, hidden, kept));
        expect(within(known.internet.certain, unknown.internet.certain)).toBe(true);
        expect(within(known.inside.certain, unknown.inside.certain)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
