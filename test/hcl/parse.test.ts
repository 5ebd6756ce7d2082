import { describe, expect, test } from 'vitest';
import { parseExpression, parseFile, parseTemplate } from '#hcl/parse/parse.js';
import type { BodyItem, Expression, TemplatePart } from '#hcl/syntax.js';

/** A tree as one line, in the manner of Lisp. */
function show(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return node.text;
    case 'bool':
      return String(node.value);
    case 'variable':
      return node.name;
    case 'template':
      return `"${node.parts.map(showPart).join('')}"`;
    case 'get-attribute':
      return `${show(node.object)}.${node.name}`;
    case 'index':
      return `${show(node.object)}${node.legacy ? '.' : '@'}${show(node.key)}`;
    case 'splat':
      return `(${node.style} ${show(node.object)} ${JSON.stringify(node.each.map((step) => (step.kind === 'get-attribute' ? step.name : step.kind)))})`;
    case 'call':
      return `${node.name}(${node.args.map(show).join(' ')}${node.expand ? '...' : ''})`;
    default:
      return showOperation(node);
  }
}

function showOperation(node: Expression): string {
  switch (node.kind) {
    case 'unary':
      return `(${node.operator} ${show(node.operand)})`;
    case 'binary':
      return `(${node.operator} ${show(node.left)} ${show(node.right)})`;
    case 'conditional':
      return `(? ${show(node.condition)} ${show(node.then)} ${show(node.otherwise)})`;
    case 'tuple':
      return `[${node.elements.map(show).join(' ')}]`;
    case 'object':
      return `{${node.items.map((item) => `${show(item.key)}=${show(item.value)}`).join(' ')}}`;
    case 'for': {
      const names = node.keyName === undefined ? node.valueName : `${node.keyName},${node.valueName}`;
      const key = node.key ? `${show(node.key)}=>` : '';
      return `(for ${names} ${show(node.collection)} ${key}${show(node.value)}${node.group ? '...' : ''}${node.condition ? ` if ${show(node.condition)}` : ''})`;
    }
    case 'parenthesis':
      return `(${show(node.expression)})`;
    default:
      return node.kind;
  }
}

function showPart(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return part.value;
    case 'interpolation':
      return `<${show(part.expression)}>`;
    case 'template-if':
      return `<if ${show(part.condition)}|${part.then.map(showPart).join('')}|${part.otherwise.map(showPart).join('')}>`;
    case 'template-for':
      return `<for ${part.keyName ?? ''},${part.valueName} ${show(part.collection)}|${part.body.map(showPart).join('')}>`;
  }
}

function valueOf(text: string): string {
  const file = parseFile('main.tf', text);
  const [item] = file.body.items;
  expect(file.diagnostics).toEqual([]);
  return item?.kind === 'attribute' ? show(item.value) : `no attribute: ${item?.kind}`;
}

describe('expressions', () => {
  test.each([
    ['1 + 2 * 3', '(+ 1 (* 2 3))'],
    ['1 - 2 - 3', '(- (- 1 2) 3)'],
    ['a || b && c == d < e + f % g', '(|| a (&& b (== c (< d (+ e (% f g))))))'],
    ['!a.b && -c[0] > 1', '(&& (! a.b) (> (- c@0) 1))'],
    ['-1 + 2', '(+ (- 1) 2)'],
    ['a ? b : c ? d : e', '(? a b (? c d e))'],
    ['(1 + 2) * 3', '(* ((+ 1 2)) 3)'],
    ['a.0.b', 'a.0.b'],
    ['a.*.b.c[0]', '(attribute a ["b","c"])@0'],
    ['a[*].b[0].c', '(full a ["b","index","c"])'],
    ['a[*].b[*].c', '(full a ["b","splat"])'],
    ['a.b["c"].d', 'a.b@"c".d'],
    ['f(a, [b]...)', 'f(a [b]...)'],
    ['f(a, b,)', 'f(a b)'],
    ['provider::aws::arn_parse(x)', 'provider::aws::arn_parse(x)'],
    ['[1, 2,]', '[1 2]'],
    ['[\n1\n,\n2\n]', '[1 2]'],
    ['{ a = 1, "b" : 2, (c) = 3 }', '{a=1 "b"=2 (c)=3}'],
    ['{\n a = 1\n\n b = 2, c = 3\n}', '{a=1 b=2 c=3}'],
    ['[for x in y : x.z if x]', '(for x y x.z if x)'],
    ['{\nfor k, v in y : k => v...}', '(for k,v y k=>v...)'],
    ['null', 'null'],
    ['"${a}b"', '"<a>b"'],
    ['"%{ if a }b%{ else }c%{ endif }"', '"<if a|b|c>"'],
    ['"%{ for k, v in a }x${v}%{ endfor }"', '"<for k,v a|x<v>>"'],
  ])('%s', (text, expected) => {
    expect(valueOf(`v = ${text}\n`)).toBe(expected);
  });
});

describe('the values of templates', () => {
  test.each([
    ['"a\\n\\t\\r\\"\\\\\\u00e9\\U0001F600"', 'a\n\t\r"\\é😀'],
    ['"$${a} %%{b} $ % $$ 100%"', '${a} %{b} $ % $$ 100%'],
    ['"$$${a}"', '$${a}'],
    ['"a  ${~ x ~}  b"', 'a<x>b'],
    ['"a %{~ if x ~} b %{~ endif ~} c"', 'a<if x|b|>c'],
    ['<<E\na\n  b\nE', 'a\n  b\n'],
    ['<<E\nE', ''],
    ['<<E\na\n  E  ', 'a\n'],
    ['<<-E\n    a\n      b\n\n    c\n  E', 'a\n  b\n\nc\n'],
    ['<<-E\n    a\n  ${x} b\n  E', '  a\n<x> b\n'],
    ['<<-E\n\ta\n\t\tb\nE', 'a\n\tb\n'],
    ['<<E\n$${a} \\n "q"\nE', '${a} \\n "q"\n'],
    ['<<E\na ${~ x ~}\n  b\nE', 'a<x>  b\n'],
    ['<<E\na\r\nb\r\nE', 'a\r\nb\r\n'],
  ])('%s', (text, expected) => {
    expect(valueOf(`v = ${text}\n`)).toBe(`"${expected}"`);
  });

  test('a text that strip markers leave empty is still a part, since it makes the template a string', () => {
    const { expression } = parseExpression('x', '"${a ~} "');
    expect(expression.kind === 'template' && expression.parts.map((part) => part.kind)).toEqual([
      'interpolation',
      'text',
    ]);
  });

  test('a bare template', () => {
    const file = parseTemplate('t.tftpl', 'hello "${name}" \\n $${x}\n%{ for x in y ~}\n - ${x}\n%{ endfor ~}\n$');
    expect(file.diagnostics).toEqual([]);
    expect(file.template.parts.map(showPart).join('')).toBe('hello "<name>" \\n ${x}\n<for ,x y| - <x>\n>$');
  });
});

describe('bodies', () => {
  function outline(items: readonly BodyItem[]): unknown[] {
    return items.map((item) => {
      if (item.kind === 'attribute') return `${item.name}=${show(item.value)}`;
      if (item.kind === 'invalid') return 'invalid';
      return [item.type, ...item.labels.map((label) => label.value), outline(item.body.items)];
    });
  }

  test('nesting, labels, comments', () => {
    const text = '# c\na = 1 # d\nb "x" y { // e\n  c { d = 2 }\n  /* f */ e = 3\n}\nf {}';
    const file = parseFile('main.tf', text);
    expect(file.diagnostics).toEqual([]);
    expect(outline(file.body.items)).toEqual(['a=1', ['b', 'x', 'y', [['c', ['d=2']], 'e=3']], ['f', []]]);
  });

  test.each([
    { when: 'a broken value', text: 'a = ]\nb = 2\n', found: ['a=invalid-expression', 'b=2'], faults: 1 },
    {
      when: 'two broken values',
      text: 'a = ]\nb = 2\nc = )\nd = 4\n',
      found: ['a=invalid-expression', 'b=2', 'c=invalid-expression', 'd=4'],
      faults: 2,
    },
    {
      when: 'an unclosed bracket',
      text: 'a = [1,\nb = 2\nc = 3\n',
      found: ['a=invalid-expression', 'b=2', 'c=3'],
      faults: 1,
    },
    { when: 'an unclosed string', text: 'a = "x\nb = "y"\n', found: ['a=invalid-expression', 'b="y"'], faults: 1 },
    { when: 'a stray line', text: 'x y z\na = 1\n', found: ['invalid', 'a=1'], faults: 1 },
    { when: 'two values', text: 'a = 1 2\nb = 2\n', found: ['a=1', 'invalid', 'b=2'], faults: 1 },
    {
      when: 'a fault within a block',
      text: 'b {\n  x = 1 +\n  y = 2\n}\nc {}\n',
      found: [
        ['b', ['x=invalid-expression', 'y=2']],
        ['c', []],
      ],
      faults: 1,
    },
    { when: 'two arguments on one line', text: 'b { x = 1, y = 2 }\nc = 3\n', found: ['invalid', 'c=3'], faults: 1 },
    { when: 'a brace too many', text: 'a {\n}\n}\nb = 1\n', found: [['a', []], 'invalid', 'b=1'], faults: 1 },
  ])('goes on after $when', ({ text, found, faults }) => {
    const file = parseFile('main.tf', text);
    expect(outline(file.body.items)).toEqual(found);
    expect(file.diagnostics).toHaveLength(faults);
  });
});

describe("diagnostics are HCL's, at its place", () => {
  test.each([
    ['a = 1 2', 'Missing newline after argument', '2'],
    ['a = 1, b = 2', 'Unexpected comma after argument', ','],
    ['a', 'Argument or block definition required', 'a'],
    ['a.b = 1', 'Argument or block definition required', 'a'],
    ['"a" = 1', 'Invalid argument name', '"'],
    ['a = 1\na = 2', 'Attribute redefined', 'a'],
    ['a {', 'Unclosed configuration block', '{'],
    ['a "b"\n{\n}', 'Invalid block definition', '\n'],
    ['a "b" = 1', 'Invalid block definition', '='],
    ['a { b = 1\n}', 'Invalid single-argument block definition', '\n'],
    ['a { b {} }', 'Argument definition required', 'b'],
    ['a {} b {}', 'Missing newline after block definition', 'b'],
    ['a "${b}" {}', 'Invalid string literal', '${'],
    ['a = ', 'Missing expression', ''],
    ['a = \n', 'Invalid expression', '\n'],
    ['a = "b\nc"', 'Invalid multi-line string', '\n'],
    ['a = "\\q"', 'Invalid escape sequence', '\\q'],
    ['a = "\\u12"', 'Invalid escape sequence', '\\u12'],
    ['a = "${b c}"', 'Extra characters after interpolation expression', 'c'],
    ['a = "%{ foo }"', 'Invalid template control keyword', 'foo'],
    ['a = "%{ endif }"', 'Unexpected endif directive', '%{ endif }'],
    ['a = "%{ if b }"', 'Unexpected end of template', ''],
    ['a = <<E\nx', 'Unterminated template string', ''],
    ['a = 1.2.3', 'Invalid number literal', '1.2.3'],
    ['a = b.0.1', 'Invalid legacy index syntax', '0.1'],
    ['a = b.', 'Invalid attribute name', ''],
    ['a = b.*.c.*', 'Nested splat expression not allowed', '*'],
    ['a = (1', 'Unbalanced parentheses', ''],
    ['a = [1 2]', 'Missing item separator', '2'],
    ['a = f(1 2)', 'Missing argument separator', '2'],
    ['a = f(1', 'Unterminated function call', 'f('],
    ['a = f(b... , c)', 'Missing closing parenthesis', '...'],
    ['a = { b 1 }', 'Missing key/value separator', '1'],
    ['a = { b = 1 c = 2 }', 'Missing attribute separator', 'c'],
    ['a = b ? c', 'Missing false expression in conditional', ''],
    ['a = [for x y: x]', "Invalid 'for' expression", 'y'],
    ['a = {for x in y: x}', "Invalid 'for' expression", 'x'],
    ["a = 'b'", 'Invalid character', "'"],
    ['a = b & c', 'Unsupported operator', '&'],
    ['a = “b”', 'Invalid character', '“'],
    ['a = 1;', 'Invalid character', ';'],
  ])('%s', (text, summary, subject) => {
    const [first] = parseFile('main.tf', text).diagnostics;
    expect(first?.summary).toBe(summary);
    expect(text.slice(first?.start, first?.end)).toBe(subject);
  });

  test('of an expression by itself, where newlines mean nothing', () => {
    expect(parseExpression('x', '1 +\n2').diagnostics).toEqual([]);
    expect(parseExpression('x', '1 2').diagnostics[0]?.summary).toBe('Extra characters after expression');
  });
});

describe('depth is bounded', () => {
  const deep = 100_000;
  test.each([
    ['parentheses', `a = ${'('.repeat(deep)}`],
    ['balanced parentheses', `a = ${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['brackets', `a = ${'['.repeat(deep)}`],
    ['braces', `a = ${'{a='.repeat(deep)}`],
    ['blocks', 'a {\n'.repeat(deep)],
    ['negations', `a = ${'!'.repeat(deep)}b`],
    ['conditionals', `a = ${'b ? c : '.repeat(deep)}d`],
    ['a sum', `a = ${'1 + '.repeat(deep)}1`],
    ['sums within sums', `a = ${'('.repeat(400)}1${`${' + 1'.repeat(400)})`.repeat(400)}`],
    ['a traversal', `a = b${'.c'.repeat(deep)}`],
    ['indices', `a = b${'[0]'.repeat(deep)}`],
    ['splats', `a = b${'[*]'.repeat(deep)}`],
    ['templates', `a = ${'"${'.repeat(deep)}`],
    ['directives', `a = "${'%{ if b }'.repeat(deep)}"`],
    ['heredocs', `a = ${'<<E\n${'.repeat(deep)}`],
  ])('%s', (_, text) => {
    expect(parseFile('main.tf', `${text}\n`).diagnostics.length).toBeGreaterThan(0);
  });

  test('what people write is not too deep', () => {
    expect(valueOf(`a = ${'['.repeat(100)}${']'.repeat(100)}\n`)).toContain('[[');
    expect(valueOf(`a = ${'b || '.repeat(200)}c\n`)).toContain('||');
  });

  test('a hostile file takes time in proportion', () => {
    const start = performance.now();
    parseFile('main.tf', 'a = [\n'.repeat(10_000));
    parseFile('main.tf', '}\n'.repeat(10_000));
    parseFile('main.tf', 'a = "${\n'.repeat(10_000));
    parseFile('main.tf', '/*\n'.repeat(10_000));
    expect(performance.now() - start).toBeLessThan(6000);
  });
});
