import type { Diagnostic } from '#terraform/diagnostic.js';
import type { Configuration } from '#terraform/resource.js';
import { arnsOf } from './arn.js';
import { readBalancers } from './compute/balancers.js';
import { readClusters } from './compute/clusters.js';
import { readFunctions } from './compute/functions.js';
import { readHosts } from './compute/hosts.js';
import { readServices } from './compute/services.js';
import { readTaskDefinitions } from './compute/task-definitions.js';
import type { Estate } from './estate.js';
import { buildIam } from './iam/build.js';
import { Links } from './link.js';
import { buildNetwork } from './network/build.js';
import { readFileSystems } from './storage/file-systems.js';
import { resourcePoliciesOf } from './storage/policies.js';
import { Settings } from './storage/settings.js';
import { readStores } from './storage/stores.js';
import { usesOf } from './uses.js';

/**
 * What the resources of a root module amount to in AWS. Nothing here throws on a configuration: what can't be known is
 * left unknown, what is wrong with a policy is a diagnostic.
 */
export function buildEstate(configuration: Configuration): {
  readonly estate: Estate;
  readonly diagnostics: readonly Diagnostic[];
} {
  const arns = arnsOf(configuration);
  const links = new Links(configuration, arns);
  const iam = buildIam(configuration, arns);
  const { network, positions } = buildNetwork(configuration, links);
  const base = { configuration, links, arns, iam, positions };
  const settings = new Settings(configuration, links);
  const policies = resourcePoliciesOf(settings, iam);
  const fileSystems = readFileSystems(base);
  const balancers = readBalancers(configuration, links, positions);
  const tasks = readTaskDefinitions({ ...base, fileSystems });
  const clusters = readClusters(configuration, links, arns);
  const hosts = readHosts({ ...base, clusters, balancers });
  const services = readServices({ ...base, clusters, balancers, hosts, tasks });
  const functions = readFunctions({ ...base, fileSystems, balancers });
  const stores = readStores({ ...base, settings, policies });
  const named = new Set([...stores, ...fileSystems.all].map(({ resource }) => resource.type));
  const estate: Estate = {
    configuration,
    iam,
    network,
    hosts,
    clusters: clusters.all,
    tasks,
    services,
    functions,
    balancers: balancers.all,
    fileSystems: fileSystems.all,
    stores,
    resourcePolicies: policies,
    uses: usesOf({ services, functions, hosts }, links, [...named]),
    arnOf: arns.arnOf,
  };
  return { estate, diagnostics: iam.diagnostics };
}
