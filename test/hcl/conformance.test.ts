/** The Go parser, in WebAssembly, decides what is well-formed and what literal text means. */
import { parse } from '@cdktf/hcl2json';
import { describe, expect, test } from 'vitest';
import { parseFile } from '#hcl/parse/parse.js';
import { CORPUS, FRAGMENTS, mutate, randomFrom } from './corpus.js';

interface Verdict {
  readonly accepted: boolean;
  /** Summary of the first fault. */
  readonly fault?: string | undefined;
}

async function reference(text: string): Promise<Verdict> {
  try {
    await parse('main.tf', text);
    return { accepted: true };
  } catch (error) {
    const message = String(error);
    // It goes on to evaluate constant operations, which is not the parser's business.
    if (message.includes('convert to HCL')) return { accepted: true };
    return { accepted: false, fault: /main\.tf:[\d,-]+: ([^;]*);/.exec(message)?.[1] };
  }
}

function own(text: string): Verdict {
  const [first] = parseFile('main.tf', text).diagnostics;
  return first ? { accepted: false, fault: first.summary } : { accepted: true };
}

/** Where one line holds a whole block, and is wrong, HCL may name a fault that follows from the first. */
const FOLLOW_UP = 'Invalid single-argument block definition';

async function compare(text: string): Promise<string | undefined> {
  const expected = await reference(text);
  const actual = own(text);
  if (expected.accepted === actual.accepted && (expected.fault === actual.fault || expected.fault === FOLLOW_UP))
    return undefined;
  return `${JSON.stringify(text)}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

describe('we accept and reject as the Go parser does, for the same reason', () => {
  test('the corpus', async () => {
    for (const text of CORPUS) expect(await compare(text)).toBeUndefined();
  });

  test('mutations of the corpus', async () => {
    const random = randomFrom(20_240_501);
    const differences: string[] = [];
    for (let count = 0; count < 1500; count++) {
      const difference = await compare(mutate(CORPUS[random(CORPUS.length)] ?? '', random));
      if (difference !== undefined) differences.push(difference);
    }
    expect(differences).toEqual([]);
  }, 60_000);

  test('values made of fragments', async () => {
    const random = randomFrom(7);
    const differences: string[] = [];
    const frames: readonly [string, string][] = [
      ['v = ', '\n'],
      ['v = "', '"\n'],
      ['v = <<E\n', '\nE\n'],
      ['v = [', ']\n'],
      ['v = {', '}\n'],
    ];
    for (let count = 0; count < 1500; count++) {
      const [before, after] = frames[random(frames.length)] ?? ['', ''];
      const middle = Array.from({ length: 1 + random(5) }, () => FRAGMENTS[random(FRAGMENTS.length)]).join('');
      const difference = await compare(before + middle + after);
      if (difference !== undefined) differences.push(difference);
    }
    expect(differences).toEqual([]);
  }, 60_000);
});

describe('literal text means what the Go parser makes of it', () => {
  const PIECES = [
    '\n',
    '\r\n',
    '  ',
    '    ',
    '\t',
    'a',
    'b c',
    '$',
    '%',
    '$${',
    '%%{',
    '\\',
    'é',
    '\u00a0',
    'E',
    '-',
    '}',
    '~',
    '#',
    '$$',
  ];

  test('quoted templates and heredocs', async () => {
    const random = randomFrom(11);
    for (let count = 0; count < 1500; count++) {
      const content = Array.from({ length: 1 + random(9) }, () => PIECES[random(PIECES.length)]).join('');
      const quoted = content.replaceAll(/\r?\n/g, '\\n').replaceAll('\\', '\\\\');
      const forms = [`v = "${quoted}"\n`, `v = <<E\n${content}\nE\n`, `v = <<-E\n${content}\n  E\n`];
      const text = forms[count % forms.length] ?? '';
      const [item] = parseFile('main.tf', text).body.items;
      const parts = item?.kind === 'attribute' && item.value.kind === 'template' ? item.value.parts : [];
      const value = parts.map((part) => (part.kind === 'text' ? part.value : `(${part.kind})`)).join('');
      // It writes what it read as a template again.
      const result: Record<string, unknown> = await parse('main.tf', text).catch(() => ({}));
      if ('v' in result) expect([text, value.replaceAll(/([$%])\{/g, '$1$1{')]).toEqual([text, result['v']]);
    }
  }, 60_000);
});
