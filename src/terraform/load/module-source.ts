/**
 * Where a module comes from, as its `source` says.
 * https://developer.hashicorp.com/terraform/language/modules/sources
 */

export interface ModuleSource {
  /**
   * What is fetched, in one form however it was written: `github.com/org/repo` of a repository, `host/namespace/name/provider`
   * of a registry. Of other sources, their text.
   */
  readonly package: string;
  readonly kind: 'registry' | 'git' | 'other';
  /** The folder inside of it, behind `//`; empty for its root. */
  readonly folder: string;
  /** The commit, branch or tag of a repository. */
  readonly ref: string | undefined;
}

/** `./x` and `../x` are local, everything else comes from elsewhere. */
export function isLocal(source: string): boolean {
  return source.startsWith('./') || source.startsWith('../') || source === '.' || source === '..';
}

/** What is not local, taken apart. */
export function moduleSource(text: string): ModuleSource {
  const { outer, folder, query } = takenApart(text.trim());
  const ref = new URLSearchParams(query).get('ref') ?? undefined;
  const registry = registryPackage(outer);
  if (registry !== undefined) return { kind: 'registry', package: registry, folder, ref };
  const git = gitPackage(outer.replace(/^git::/, ''));
  if (git !== undefined && (outer.startsWith('git::') || isDetected(outer))) {
    return { kind: 'git', package: git, folder, ref };
  }
  return { kind: 'other', package: outer, folder, ref };
}

/** The repository that a registry's module is published from, which its name tells: https://developer.hashicorp.com/terraform/registry/modules/publish */
export function publishedFrom({ kind, package: name }: ModuleSource): string | undefined {
  const [host, namespace, module, provider] = name.split('/');
  if (kind !== 'registry' || host !== PUBLIC_REGISTRY || !namespace || !module || !provider) return undefined;
  return `github.com/${namespace}/terraform-${provider}-${module}`.toLowerCase();
}

export const PUBLIC_REGISTRY = 'registry.terraform.io';

/** The folder stands behind the first `//` that is none of a scheme's, the query in front of it or behind. */
function takenApart(text: string): { readonly outer: string; readonly folder: string; readonly query: string } {
  const scheme = /^(?:\w+::)?(?:\w+:\/\/)?/.exec(text)?.[0].length ?? 0;
  const at = text.indexOf('//', scheme);
  const [outer = '', early = ''] = (at < 0 ? text : text.slice(0, at)).split('?', 2);
  const [inner = '', late = ''] = (at < 0 ? '' : text.slice(at + 2)).split('?', 2);
  return { outer, folder: inner.replace(/^\/+|\/+$/g, ''), query: late || early };
}

/** `namespace/name/provider`, with a host in front where it is not the public one. */
function registryPackage(address: string): string | undefined {
  const parts = address.split('/');
  if (!parts.every((part) => /^[0-9A-Za-z](?:[\w.-]*[0-9A-Za-z])?$/.test(part))) return undefined;
  const [first = '', ...rest] = parts;
  if (parts.length === 3 && !first.includes('.')) return `${PUBLIC_REGISTRY}/${address}`;
  return rest.length === 3 && first.includes('.') && !REPOSITORY_HOSTS.has(first) ? address : undefined;
}

/** Hosts that Terraform knows for repositories: of these a scheme may be left out. */
const REPOSITORY_HOSTS: ReadonlySet<string> = new Set(['github.com', 'bitbucket.org', 'gitlab.com']);

function isDetected(address: string): boolean {
  return /^[\w.-]+@[\w.-]+:/.test(address) || REPOSITORY_HOSTS.has(address.split('/')[0] ?? '');
}

/** `host/path` of a repository's URL, without what does not tell repositories apart: scheme, user, port, `.git`, case. */
export function gitPackage(url: string): string | undefined {
  const match =
    /^(?:[\w+]+:\/\/)(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(url) ??
    /^(?:[\w.-]+@)?([\w.-]+\.[\w-]+)[:/](?!\/)(.+)$/.exec(url);
  const [, host, path] = match ?? [];
  if (host === undefined || path === undefined) return undefined;
  return `${host}/${path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '')}`.toLowerCase();
}
