import type { Diagnostic } from '#model/diagnostic.js';
import type { Configuration } from '#model/configuration.js';
import { accountsOf, type GivenAccounts } from './accounts/accounts.js';
import { ownIdIn } from './accounts/own-id.js';
import { type Arns, arnsOf } from './arn.js';
import { readBalancers } from './compute/balancers.js';
import { readClusters } from './compute/clusters.js';
import { readFunctions } from './compute/functions.js';
import { readHosts } from './compute/hosts.js';
import { NOTHING_OBSERVED, type Observed } from './compute/observed.js';
import { readServices } from './compute/services.js';
import { readTaskDefinitions } from './compute/task-definitions.js';
import type { Estate } from './estate.js';
import { buildIam } from './iam/build.js';
import type { Iam } from './iam/decision.js';
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
export function buildEstate(
  configuration: Configuration,
  accounts?: GivenAccounts,
  observed: Observed = NOTHING_OBSERVED,
): {
  readonly estate: Estate;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { arns, iam } = readIam(configuration, arnsOf(configuration, accountsOf(configuration, accounts)));
  const links = new Links(configuration, arns);
  const { network, positions } = buildNetwork(configuration, links);
  const base = { configuration, links, arns, iam, positions };
  const settings = new Settings(configuration, links);
  const policies = resourcePoliciesOf(settings, iam);
  const fileSystems = readFileSystems(base);
  const balancers = readBalancers(configuration, links, positions);
  const tasks = readTaskDefinitions({ ...base, fileSystems });
  const clusters = readClusters(configuration, links, arns);
  const hosts = readHosts({ ...base, clusters, balancers, observed });
  const services = readServices({ ...base, clusters, balancers, hosts, tasks });
  const functions = readFunctions({ ...base, fileSystems, balancers });
  const stores = readStores({ ...base, settings, policies });
  const named = new Set([...stores, ...fileSystems.all].map(({ resource }) => resource.type));
  const estate: Estate = {
    configuration,
    accounts: arns.accounts,
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
    uses: usesOf({ services, functions, hosts }, links, { types: [...named], stores }),
    arnOf: arns.arnOf,
  };
  return { estate, diagnostics: iam.diagnostics };
}

/** Policies may give away the account that they are for: then they are read once more, knowing it. */
function readIam(configuration: Configuration, arns: Arns): { readonly arns: Arns; readonly iam: Iam } {
  const iam = buildIam(configuration, arns);
  const ids = ownIdIn(configuration, arns, { documents: iam.documents, principals: iam.principals });
  if (ids.size === 0) return { arns, iam };
  const knowing = arnsOf(configuration, arns.accounts.inferring(ids));
  return { arns: knowing, iam: buildIam(configuration, knowing) };
}
