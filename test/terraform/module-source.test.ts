import { describe, expect, test } from 'vitest';
import { gitPackage, isLocal, moduleSource, publishedFrom } from '#terraform/load/module-source.js';

describe('the source of a module', () => {
  const shop = 'github.com/acme/shop';
  test.each([
    ['terraform-aws-modules/vpc/aws', 'registry registry.terraform.io/terraform-aws-modules/vpc/aws'],
    ['app.terraform.io/acme/vpc/aws//modules/x', 'registry app.terraform.io/acme/vpc/aws // modules/x'],
    ['git::https://github.com/acme/shop.git', `git ${shop}`],
    ['git::https://token@github.com/acme/shop.git//modules/x?ref=v1', `git ${shop} // modules/x ? v1`],
    ['git::ssh://git@github.com:22/acme/shop.git//modules/x?ref=v1&depth=1', `git ${shop} // modules/x ? v1`],
    ['git::git@github.com:acme/shop.git//modules/x', `git ${shop} // modules/x`],
    ['git@github.com:acme/shop.git', `git ${shop}`],
    ['git::github.com/Acme/Shop//modules/x/', `git ${shop} // modules/x`],
    ['github.com/acme/shop//modules/x', `git ${shop} // modules/x`],
    ['github.com/acme/shop?ref=v1//modules/x', `git ${shop} // modules/x ? v1`],
    ['git::https://git.example.com/group/sub/shop.git', 'git git.example.com/group/sub/shop'],
    ['https://example.com/vpc.zip', 'other https://example.com/vpc.zip'],
    ['s3::https://s3.amazonaws.com/bucket/vpc.zip', 'other s3::https://s3.amazonaws.com/bucket/vpc.zip'],
    ['../modules//x', 'other ../modules // x'],
  ])('%s', (text, expected) => {
    const { kind, package: name, folder, ref } = moduleSource(text);
    const shown = `${kind} ${name}${folder === '' ? '' : ` // ${folder}`}${ref === undefined ? '' : ` ? ${ref}`}`;
    expect(shown).toBe(expected);
  });

  test.each([
    ['terraform-aws-modules/vpc/aws', 'github.com/terraform-aws-modules/terraform-aws-vpc'],
    ['app.terraform.io/acme/vpc/aws', undefined],
    ['github.com/acme/shop', undefined],
  ])('%s is published from %s', (text, repository) => {
    expect(publishedFrom(moduleSource(text))).toBe(repository);
  });

  test.each([
    ['./x', true],
    ['..', true],
    ['x/y/z', false],
    ['/opt/modules/x', false],
  ])('%s is local: %s', (text, local) => {
    expect(isLocal(text)).toBe(local);
  });
});

test.each([
  ['https://github.com/acme/shop.git', 'github.com/acme/shop'],
  ['https://user:token@github.com/acme/shop', 'github.com/acme/shop'],
  ['git@github.com:acme/shop.git', 'github.com/acme/shop'],
  ['ssh://git@gitlab.example.com:2222/group/shop.git/', 'gitlab.example.com/group/shop'],
  ['/srv/git/shop.git', undefined],
  ['../shop', undefined],
])('the remote %s is the package %s', (url, expected) => {
  expect(gitPackage(url)).toBe(expected);
});
