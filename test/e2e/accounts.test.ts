/** `--account`: what is not known of an account is said, and then it counts. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scan } from '#index.js';
import { UsageError } from '#analysis/usage-error.js';

const root = fileURLToPath(new URL('cases/border-profile', import.meta.url));
const found = (accounts: Record<string, string>) =>
  scan({ root, env: {}, accounts: new Map(Object.entries(accounts)) });

test.each<[string, Record<string, string>, string[]]>([
  ['nothing', {}, ['assumed']],
  ['one account', { default: '111111111111', books: '111111111111' }, ['certain']],
  ['two accounts', { aws: '111111111111', 'aws.books': '222222222222' }, []],
  ['only one of two', { books: '222222222222' }, ['assumed']],
])('%s', async (_, accounts, certainties) => {
  const { paths } = await found(accounts);
  expect(paths.map(({ certainty }) => certainty)).toEqual(certainties);
});

test('an assumed border says what would settle it', async () => {
  const { paths } = await found({ books: '222222222222' });
  expect(paths[0]?.assumptions).toMatchObject([
    {
      what: 'aws.books and aws act in the same account',
      supply: 'Say which account it is (--account aws=ID).',
      source: { file: 'main.tf', startLine: 6 },
    },
  ]);
});

describe('wrong use', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['no id', { books: '2222' }, /2222 is not the id of an AWS account \(books\)/],
    ['no provider', { shelf: '222222222222' }, /has the provider shelf/],
  ])('%s', async (_, accounts, says) => {
    await expect(found(accounts)).rejects.toThrow(UsageError);
    await expect(found(accounts)).rejects.toThrow(says);
  });
});
