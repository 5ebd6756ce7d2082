/** What the user named has to be there, or the run ends with a {@link UsageError}. */
import { stat } from 'node:fs/promises';
import { isAccountId } from '#aws/arn-parts.js';
import { controls } from '#harden/registry.generated.js';
import { withoutLabel } from '#model/address.js';
import { planFault } from '#terraform/plan/plan-file.js';
import type { AnalysisOptions, PlanInput } from './options.js';
import type { ModuleAnalysis } from './session.js';
import { UsageError } from './usage-error.js';

export async function checkFolder(root: string, named: string): Promise<void> {
  const found = await stat(root).catch(() => undefined);
  if (!found) throw new UsageError(`There is no folder ${named}.`, 'Check the path.');
  if (!found.isDirectory())
    throw new UsageError(`${named} is not a folder.`, 'Name the folder that holds the Terraform files.');
}

export function checkPlan({ name, text }: PlanInput): void {
  const fault = planFault(text);
  if (fault !== undefined) throw new UsageError(`${name === '-' ? 'Standard input' : name} is no plan.`, fault);
}

export function checkControls(ids: readonly string[]): void {
  const unknown = ids.filter((id) => !controls.some((control) => control.id === id));
  if (unknown.length > 0) {
    throw new UsageError(
      `There is no control ${unknown.join(', ')}.`,
      `Controls: ${controls.map(({ id }) => id).join(', ')}.`,
    );
  }
}

export function checkAccountIds(accounts: AnalysisOptions['accounts'] = new Map()): void {
  for (const [name, id] of accounts) {
    if (!isAccountId(id))
      throw new UsageError(
        `${id} is not the id of an AWS account (${name}).`,
        'The id of an AWS account has twelve digits.',
      );
  }
}

export function checkNamed({ accounts, entries, targets }: AnalysisOptions, modules: readonly ModuleAnalysis[]): void {
  checkAccounts(accounts, modules);
  checkNames('entry point', entries, (address) =>
    modules.some(({ attack }) => attack.entries.some((entry) => isAt(entry.address, address))),
  );
  checkNames('target', targets, (address) =>
    modules.some(({ attack }) => attack.targets.some((target) => isAt(target.address, address))),
  );
}

/** The address itself, or the one that it is in its root module. */
function isAt(address: string, named: string): boolean {
  return address === named || withoutLabel(address) === named;
}

function checkAccounts(accounts: AnalysisOptions['accounts'] = new Map(), modules: readonly ModuleAnalysis[]): void {
  const missing = [...accounts.keys()].filter(
    (name) => !modules.some(({ attack }) => attack.estate.accounts.knows(name)),
  );
  if (missing.length > 0)
    throw new UsageError(
      `No resource and no provider block has the provider ${missing.join(', ')}.`,
      'Name the alias of a provider configuration, or aws for the default one.',
    );
}

function checkNames(what: string, addresses: readonly string[] | undefined, known: (address: string) => boolean): void {
  const missing = (addresses ?? []).filter((address) => !known(address));
  if (missing.length > 0) {
    throw new UsageError(
      `Nothing at ${missing.join(', ')} can be ${what === 'target' ? 'a target' : 'an entry point'}.`,
      `Name the Terraform address of a resource of this configuration, as \`chokepoint scan --format json\` lists them.`,
    );
  }
}
