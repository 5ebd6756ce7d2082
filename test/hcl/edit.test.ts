import { describe, expect, test } from 'vitest';
import { applyEdits, replace, type TextEdit } from '#hcl/edit/edit.js';
import { replaceExpression, setAttribute } from '#hcl/edit/attribute.js';
import { appendTopLevelBlock, insertBlock, removeBlock } from '#hcl/edit/block.js';
import { addTupleElement, removeObjectItems, removeTupleElements, setObjectItem } from '#hcl/edit/collection.js';
import { enclosing } from '#hcl/edit/locate.js';
import { parseFile } from '#hcl/parse/parse.js';
import { block, edited, expectEdit, type Maker, object, set, tuple, unset } from './editing.js';

describe('setAttribute', () => {
  test.each([
    {
      when: 'the value alone changes',
      text: 'b {\n  a   =  1 # c\n}\n',
      makers: [set('a', '2')],
      expected: 'b {\n  a   =  2 # c\n}\n',
    },
    {
      when: 'a name fits',
      text: 'b {\n  abc = 1\n  x   = 2\n}\n',
      makers: [set('y', '3')],
      expected: 'b {\n  abc = 1\n  x   = 2\n  y   = 3\n}\n',
    },
    {
      when: 'a longer name moves its group',
      text: 'b {\n  a = 1 # c\n}\n',
      makers: [set('long', '3')],
      expected: 'b {\n  a    = 1 # c\n  long = 3\n}\n',
    },
    {
      when: 'only its group',
      text: 'b {\n  a = 1\n\n  c = 2\n}\n',
      makers: [set('long', '3')],
      expected: 'b {\n  a = 1\n\n  c    = 2\n  long = 3\n}\n',
    },
    {
      when: 'a comment right behind the brace stays there',
      text: 'b {\n  value = 1\n}#\n',
      makers: [set('x', '2')],
      expected: 'b {\n  value = 1\n  x     = 2\n}#\n',
    },
    {
      when: 'a group laid out otherwise stays',
      text: 'b {\n  a=1\n  cc  =  2\n}\n',
      makers: [set('long', '3')],
      expected: 'b {\n  a=1\n  cc  =  2\n  long = 3\n}\n',
    },
    {
      when: 'before nested blocks',
      text: 'b {\n  a = 1\n\n  c {\n    d = 1\n  }\n}\n',
      makers: [set('e', '3')],
      expected: 'b {\n  a = 1\n  e = 3\n\n  c {\n    d = 1\n  }\n}\n',
    },
    {
      when: 'first in a body of blocks',
      text: 'b {\n  c {\n  }\n}\n',
      makers: [set('e', '3'), set('ff', '4')],
      expected: 'b {\n  e  = 3\n  ff = 4\n\n  c {\n  }\n}\n',
    },
    {
      when: 'an empty block',
      text: 'b {}\n',
      makers: [set('a', '1'), set('bcd', '2')],
      expected: 'b {\n  a   = 1\n  bcd = 2\n}\n',
    },
    {
      when: 'an empty block with a line',
      text: 'b {\n}\n',
      makers: [set('a', '1'), set('bcd', '2')],
      expected: 'b {\n  a   = 1\n  bcd = 2\n}\n',
    },
    {
      when: 'a block on one line opens',
      text: 'r {\n  b { a = 1 } # c\n}\n',
      makers: [set('a', '2'), set('bcd', '2'), set('e', '3')],
      expected: 'r {\n  b {\n    a   = 2\n    bcd = 2\n    e   = 3\n  } # c\n}\n',
    },
    {
      when: 'a block on one line keeps its line',
      text: 'r {\n  b { a = 1 }\n}\n',
      makers: [set('a', '2')],
      expected: 'r {\n  b { a = 2 }\n}\n',
    },
    {
      when: 'a block on one line among attributes that are aligned',
      text: 'r {\n  ami  = "x"\n  tags = { a = 1 }\n  b { http_tokens = "required" }\n}\n',
      makers: [set('http_endpoint', '"enabled"'), set('http_put_response_hop_limit', '1')],
      expected:
        'r {\n  ami  = "x"\n  tags = { a = 1 }\n  b {\n    http_tokens                 = "required"\n    http_endpoint               = "enabled"\n    http_put_response_hop_limit = 1\n  }\n}\n',
    },
    {
      when: 'a block on one line at the top of a file',
      text: 'b "efs" "charts" { creation_token = "charts" }\n',
      makers: [set('encrypted', 'true'), set('kms_key_id', 'aws_kms_key.charts.arn')],
      expected:
        'b "efs" "charts" {\n  creation_token = "charts"\n  encrypted      = true\n  kms_key_id     = aws_kms_key.charts.arn\n}\n',
    },
    {
      when: 'a value of several lines opens its block',
      text: 'r {\n  b { a = 1 }\n}\n',
      makers: [set('a', '[\n  1,\n]')],
      expected: 'r {\n  b {\n    a = [\n      1,\n    ]\n  }\n}\n',
    },
    {
      when: 'a value of several lines',
      text: 'b {\n    a = 1\n    c = 2\n}\n',
      makers: [set('a', '{\n  x = 1\n}')],
      expected: 'b {\n    a = {\n      x = 1\n    }\n    c = 2\n}\n',
    },
    {
      when: 'comments at line ends are aligned',
      text: 'b {\n  a = 1   # x\n  c = "y" # z\n}\n',
      makers: [set('a', '"long"')],
      expected: 'b {\n  a = "long" # x\n  c = "y"    # z\n}\n',
    },
    { when: 'tabs', text: 'b {\n\ta = 1\n}\n', makers: [set('c', '2')], expected: 'b {\n\ta = 1\n\tc = 2\n}\n' },
    {
      when: 'after a comment at the end of the line',
      text: 'b {\n  a = 1 // x\n  # end\n}\n',
      makers: [set('c', '2')],
      expected: 'b {\n  a = 1 // x\n  c = 2\n  # end\n}\n',
    },
  ])('$when', ({ text, makers, expected }) => {
    expectEdit(text, expected, ...makers);
  });

  test('a heredoc keeps its content', () => {
    expectEdit('b {\n  a = 1\n}\n', 'b {\n  a = <<E\nx\n  y\nE\n}\n', set('a', '<<E\nx\n  y\nE'));
  });

  test('at the top of a file', () => {
    expectEdit('a = 1\n', 'a   = 1\nbcd = 2\n', (file) => setAttribute(file, file.body, 'bcd', '2'));
    expectEdit('a = 1', 'a   = 1\nbcd = 2\n', (file) => setAttribute(file, file.body, 'bcd', '2'));
    expectEdit('', 'b = 2\n', (file) => setAttribute(file, file.body, 'b', '2'));
  });

  test('is refused where the value does not parse', () => {
    const file = parseFile('main.tf', 'a = ]\n');
    expect(setAttribute(file, file.body, 'a', '1')).toEqual({ refused: expect.stringContaining('does not parse') });
  });
});

describe('removeAttribute', () => {
  test.each([
    {
      when: 'its group closes up',
      text: 'b {\n  long = 1 # x\n  a    = 2\n}\n',
      names: ['long'],
      expected: 'b {\n  a = 2\n}\n',
    },
    {
      when: 'comments above stay',
      text: 'b {\n  # about\n  a = 2\n  c = 3\n}\n',
      names: ['a'],
      expected: 'b {\n  # about\n  c = 3\n}\n',
    },
    {
      when: 'no two blank lines are left',
      text: 'b {\n  a = 1\n\n  c = 2\n\n  d = 3\n}\n',
      names: ['c'],
      expected: 'b {\n  a = 1\n\n  d = 3\n}\n',
    },
    {
      when: 'neighbours together',
      text: 'b {\n  a = 1\n\n  c = 2\n\n  d = 3\n}\n',
      names: ['a', 'c', 'd'],
      expected: 'b {\n}\n',
    },
    { when: 'in a block on one line', text: 'b { a = 1 }\n', names: ['a'], expected: 'b {}\n' },
    {
      when: 'several lines',
      text: 'b {\n  a = {\n    x = 1\n  } # c\n  d = 2\n}\n',
      names: ['a'],
      expected: 'b {\n  d = 2\n}\n',
    },
    { when: 'a heredoc', text: 'b {\n  a = <<E\nx\nE\n  d = 2\n}\n', names: ['a'], expected: 'b {\n  d = 2\n}\n' },
  ])('$when', ({ text, names, expected }) => {
    expectEdit(text, expected, ...names.map(unset));
  });

  test('is refused where there is none', () => {
    expect(edited('b {}\n', unset('a'))).toContain('refused: There is no attribute a');
  });
});

describe('blocks', () => {
  const add: Maker = (file) => insertBlock(file, block(file).body, ['c "x" {', '  y = 1', '}']);
  test.each([
    {
      when: 'at the end',
      text: 'b {\n  a = 1\n}\n',
      makers: [add],
      expected: 'b {\n  a = 1\n\n  c "x" {\n    y = 1\n  }\n}\n',
    },
    {
      when: 'twice',
      text: 'b {\n  a = 1\n}\n',
      makers: [add, set('z', '1')],
      expected: 'b {\n  a = 1\n  z = 1\n\n  c "x" {\n    y = 1\n  }\n}\n',
    },
    { when: 'in an empty block', text: 'b {}\n', makers: [add], expected: 'b {\n  c "x" {\n    y = 1\n  }\n}\n' },
    {
      when: 'in a block on one line',
      text: 'b { a = 1 }\n',
      makers: [add],
      expected: 'b {\n  a = 1\n  c "x" {\n    y = 1\n  }\n}\n',
    },
  ])('insertBlock: $when', ({ text, makers, expected }) => {
    const [first, ...rest] = makers;
    expectEdit(text, expected, ...rest, ...(first ? [first] : []));
  });

  test('insertBlock behind an item', () => {
    const text = 'b {\n  a = 1\n  d {}\n}\n';
    const after: Maker = (file) => insertBlock(file, block(file).body, ['c {}'], block(file).body.items[0]);
    expectEdit(text, 'b {\n  a = 1\n\n  c {}\n\n  d {}\n}\n', after);
  });

  const append: Maker = (file) => appendTopLevelBlock(file, ['c {', '}']);
  test.each([
    ['a = 1\n', 'a = 1\n\nc {\n}\n'],
    ['a = 1', 'a = 1\n\nc {\n}\n'],
    ['a = 1\n\n', 'a = 1\n\nc {\n}\n'],
    ['', 'c {\n}\n'],
  ])('appendTopLevelBlock to %j', (text, expected) => {
    expectEdit(text, expected, append);
  });

  test('two blocks at the end of a file without a final newline', () => {
    const other: Maker = (file) => appendTopLevelBlock(file, ['d {}']);
    expectEdit('a {\n}', 'a {\n}\n\nc {\n}\n\nd {}\n', append, other);
  });

  test.each([
    ['a {}\n\nb {}\n\nc {}\n', 'a {}\n\nc {}\n'],
    ['a {}\n\nb {\n}\n', 'a {}\n'],
    ['b {\n} # c\n\nc {}\n', 'c {}\n'],
    ['# about\nb {}\n', '# about\n'],
  ])('removeBlock from %j', (text, expected) => {
    expectEdit(text, expected, (file) => removeBlock(file, block(file)));
  });
});

describe('layout follows the brackets', () => {
  const first: Maker = (file) => removeTupleElements(file, tuple(file), tuple(file).elements.slice(0, 1));
  const last: Maker = (file) => removeTupleElements(file, tuple(file), tuple(file).elements.slice(-1));
  const more: Maker = (file) => addTupleElement(file, tuple(file), '9');

  test.each([
    {
      when: 'a brace that closes for more than one',
      text: 'v = [{\n  a = 1\n  }, {\n  a = 2\n}]\n',
      make: last,
      expected: 'v = [{\n  a = 1\n}]\n',
    },
    {
      when: 'an item behind a heredoc',
      text: 'v = [\n  <<E\nx\nE\n]\n',
      make: more,
      expected: 'v = [\n  <<E\nx\nE\n  , 9\n]\n',
    },
    {
      when: 'an item before and one behind a heredoc',
      text: 'v = [1, <<E\nx\nE\n  , 2]\n',
      make: last,
      expected: 'v = [1, <<E\nx\nE\n]\n',
    },
    {
      when: 'a heredoc alone',
      text: 'v = [<<E\nx\nE\n  , 2]\n',
      make: first,
      expected: 'v = [2]\n',
    },
  ])('$when', ({ text, make, expected }) => {
    expectEdit(text, expected, make);
  });

  test('what no longer fits on its line leaves the alignment of its group', () => {
    const text = 'abc = 1\nv   = {}\n';
    expectEdit(text, 'abc = 1\nv = {\n  x = 9\n}\n', (file) => setObjectItem(file, object(file), 'x', '9'));
    expectEdit('abc = 1\nv = {\n  x = 9\n}\n', 'abc = 1\nv   = {}\n', (file) => {
      return removeObjectItems(file, object(file), object(file).items);
    });
  });

  test('spaces at the end of a file without a final newline', () => {
    expectEdit('a {\n}  ', 'a {\n}\n\nc {}\n', (file) => appendTopLevelBlock(file, ['c {}']));
  });
});

describe('a block that an attribute takes the place of', () => {
  const byNothing: Maker = (file) => {
    const { start, end } = block(file, 'ingress');
    return [replace(file, { start, end }, 'ingress = []')];
  };
  const ingress = '  ingress {\n    from_port   = 80\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n';

  test.each([
    {
      when: 'is aligned with what stands above',
      text: `r {\n  vpc_id = aws_vpc.v.id\n${ingress}  egress {\n  }\n}\n`,
      expected: 'r {\n  vpc_id  = aws_vpc.v.id\n  ingress = []\n  egress {\n  }\n}\n',
    },
    {
      when: 'and with what stands below',
      text: `r {\n  vpc_id = 1\n${ingress}  description = "x"\n}\n`,
      expected: 'r {\n  vpc_id      = 1\n  ingress     = []\n  description = "x"\n}\n',
    },
    {
      when: 'but not across a blank line',
      text: `r {\n  vpc_id = 1\n\n${ingress}}\n`,
      expected: 'r {\n  vpc_id = 1\n\n  ingress = []\n}\n',
    },
    {
      when: 'nor where its neighbour is laid out otherwise',
      text: `r {\n  vpc_id=1\n${ingress}}\n`,
      expected: 'r {\n  vpc_id=1\n  ingress = []\n}\n',
    },
  ])('$when', ({ text, expected }) => {
    expectEdit(text, expected, byNothing);
  });
});

describe('applyEdits', () => {
  const edit = (start: number, end: number, replacement: string, text = 'abcdef'): TextEdit => ({
    path: 'x.txt',
    start,
    end,
    replacement,
    expected: text.slice(start, end),
  });

  test.each([
    { when: 'out of order', edits: [edit(4, 5, 'Y'), edit(0, 1, 'X')], expected: 'XbcdYf' },
    { when: 'identical ones merge', edits: [edit(1, 2, 'X'), edit(1, 2, 'X')], expected: 'aXcdef' },
    { when: 'insertions keep their order', edits: [edit(1, 1, 'X'), edit(1, 1, 'Y')], expected: 'aXYbcdef' },
    { when: 'an insertion before a replacement', edits: [edit(1, 2, 'Y'), edit(1, 1, 'X')], expected: 'aXYcdef' },
    { when: 'none', edits: [], expected: 'abcdef' },
  ])('applies $when', ({ edits, expected }) => {
    expect(applyEdits('abcdef', edits)).toEqual({ text: expected });
  });

  test.each([
    { when: 'overlapping', edits: [edit(1, 3, 'X'), edit(2, 4, 'Y')], reason: 'overlap' },
    { when: 'contradicting', edits: [edit(1, 3, 'X'), edit(1, 3, 'Y')], reason: 'overlap' },
    { when: 'an insertion within a replacement', edits: [edit(1, 3, 'X'), edit(2, 2, 'Y')], reason: 'overlap' },
    { when: 'stale', edits: [edit(1, 3, 'X', 'aXXdef')], reason: 'the file has changed' },
    { when: 'beyond the end', edits: [{ ...edit(5, 6, 'X'), end: 9 }], reason: 'outside' },
    {
      when: 'of another file',
      edits: [edit(1, 2, 'X'), { ...edit(3, 4, 'Y'), path: 'y.txt' }],
      reason: 'different files',
    },
  ])('refuses $when', ({ edits, reason }) => {
    expect(applyEdits('abcdef', edits)).toEqual({ refused: expect.stringContaining(reason) });
  });
});

test('an expression is replaced by its origin alone', () => {
  const text = 'locals {\n  cidrs = concat(["0.0.0.0/0"], var.more)\n}\n';
  const start = text.indexOf('"0.0');
  expectEdit(text, text.replace('0.0.0.0/0', '10.0.0.0/8'), (file) => {
    const at = file.text.indexOf('"0.0');
    const found = enclosing(file, { start: at, end: at + 11 }, 'template');
    return found ? replaceExpression(file, found, '"10.0.0.0/8"') : { refused: `nothing at ${start}` };
  });
});
