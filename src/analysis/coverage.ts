import type { Diagnostic } from '#model/diagnostic.js';
import type { AbsentModule } from '#model/configuration.js';
import { SERVICES } from '#aws/services/registry.generated.js';
import type { CoverageResult } from './result/result.js';
import type { ModuleAnalysis } from './session.js';

/** How much of the estate was seen, all root modules together. */
export function coverageOf(modules: readonly ModuleAnalysis[], diagnostics: readonly Diagnostic[]): CoverageResult {
  const resources = modules.flatMap(({ configuration }) => configuration.resources);
  const sights = modules.map(({ configuration }) => configuration.sight);
  const workspaces = sights.flatMap(({ workspace }) => (workspace.used ? [workspace] : []));
  const names = new Set(workspaces.map(({ name }) => name ?? null));
  const mentioned = new Set(workspaces.flatMap((workspace) => [...workspace.mentioned]));
  return {
    resources: resources.length,
    seen: resources.filter(({ maybe, summary }) => !maybe && !summary).length,
    perhaps: resources.filter(({ maybe, summary }) => maybe && !summary).length,
    modulesAbsent: callsIn(sights.map(({ absentModules }) => absentModules)),
    modulesSummarised: callsIn(sights.map(({ summarisedModules }) => summarisedModules)),
    filesUnread: filesUnread(diagnostics),
    variablesUnset: sights.reduce((sum, { unsetVariables }) => sum + unsetVariables.length, 0),
    ...(names.size === 0 ? {} : { workspace: names.has(null) ? null : [...names].join(', ') }),
    ...(names.has(null) ? { workspaces: [...mentioned].toSorted() } : {}),
    unmodelled: unmodelled(modules),
  };
}

/** A local module that several root modules call has the same calls in each; what a summary calls counts with it. */
function callsIn(modules: readonly (readonly AbsentModule[])[]): number {
  return new Set(modules.flat().map(({ place }) => `${place.file}:${place.startLine}`)).size;
}

/** Read where something names them, and never all of a type. */
const NAMED = [
  'aws_api_gateway_resource',
  'aws_api_gateway_rest_api',
  'aws_apigatewayv2_api',
  'aws_egress_only_internet_gateway',
  'aws_iam_instance_profile',
  'aws_internet_gateway',
  'aws_kms_alias',
  'aws_lambda_alias',
  'aws_launch_configuration',
  'aws_launch_template',
  'aws_nat_gateway',
  'aws_network_interface',
];

/** What the analysis knows, whether or not it asks for all of the type. */
const KNOWN: ReadonlySet<string> = new Set([
  ...NAMED,
  ...SERVICES.flatMap(({ stores = [], resourcePolicies = [] }) => [
    ...stores.map(({ type }) => type),
    ...resourcePolicies.flatMap(({ of, written, grants }) => [
      ...of,
      ...written.map(({ type }) => type),
      ...(grants ? [grants.type] : []),
    ]),
  ]),
]);

/** Files of which some or all could not be read. */
function filesUnread(diagnostics: readonly Diagnostic[]): number {
  const unread = diagnostics.filter(({ code }) => code === 'syntax-error' || code.startsWith('file-'));
  return new Set(unread.flatMap(({ source }) => source?.file ?? [])).size;
}

/** Resource types of AWS that the analysis has no use for, the most frequent first. */
function unmodelled(modules: readonly ModuleAnalysis[]): CoverageResult['unmodelled'] {
  const counts = new Map<string, number>();
  for (const { configuration, asked } of modules) {
    for (const { mode, type } of configuration.resources) {
      if (mode === 'managed' && type.startsWith('aws_') && !asked.has(type) && !KNOWN.has(type))
        counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  return Array.from(counts, ([type, count]) => ({ type, count })).toSorted(
    (a, b) => b.count - a.count || (a.type < b.type ? -1 : 1),
  );
}
