import { join } from 'node:path';
import { buildEstate } from '#aws/build.js';
import type { Estate } from '#aws/estate.js';
import { loadConfiguration } from '#terraform/configuration.js';
import type { Configuration } from '#model/configuration.js';

/** A root module held in memory: one text is `main.tf`. */
export function configurationOf(source: string | Readonly<Record<string, string>>): Configuration {
  const files = typeof source === 'string' ? { 'main.tf': source } : source;
  return loadConfiguration({
    root: join(import.meta.dirname, 'nowhere'),
    rootModule: '.',
    env: {},
    overlay: new Map(Object.entries(files)),
  });
}

/** The estate of a root module held in memory. */
export function estateOf(source: string | Readonly<Record<string, string>>): Estate {
  return buildEstate(configurationOf(source)).estate;
}

/** A VPC with a public and a private subnet. */
export const VPC = `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
`;

export function found<Item>(items: readonly Item[], test: (item: Item) => boolean): Item {
  const item = items.find(test);
  if (!item) throw new Error('nothing found');
  return item;
}

export function at<Item extends { readonly address: string }>(items: readonly Item[], address: string): Item {
  const item = items.find((each) => each.address === address);
  if (!item) throw new Error(`no ${address} among ${items.map((each) => each.address).join(', ')}`);
  return item;
}
