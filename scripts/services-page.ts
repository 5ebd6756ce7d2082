import { families } from '#attack/registry.generated.js';
import { SERVICES } from '#aws/services/registry.generated.js';
import type { Service } from '#aws/services/service.js';

/** docs/services.md: what is known of each service, from the rows in src/aws/services. */
export function servicesPage(generated: string): string {
  const rows = SERVICES.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(rowOf);
  return `${[
    generated,
    '# What is known of each service',
    `${SERVICES.length} services are described in \`src/aws/services\`. A store is read with an IAM permission; a row is a technique of a family.`,
    [
      '| service | ARNs | stores | policies of resources | made with a role | taken over | front doors |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function rowOf(service: Service): string {
  const { resources = {}, stores = [], resourcePolicies = [], runsWithRole = [], codeOfExisting = [] } = service;
  const types = (names: readonly string[]): string => [...new Set(names)].map((name) => `\`${name}\``).join(', ');
  const cells = [
    service.name,
    String(Object.keys(resources).length),
    types(stores.map(({ type }) => type)),
    types(resourcePolicies.flatMap(({ of }) => of)),
    runsWithRole.map(({ id, technique }) => linked(technique ?? idOf('pass-role-to-new-workload', id))).join(', '),
    codeOfExisting.map(({ id, technique }) => linked(technique ?? idOf('take-over-workload', id))).join(', '),
    types((service.frontDoors ?? []).map(({ type }) => type)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function linked(id: string): string {
  return `[${id.split('/').at(-1)}](techniques/${id}.md)`;
}

/** The id of a row, which may be older than the family. */
function idOf(family: string, row: string): string {
  const techniques = families.find(({ id }) => id === family)?.techniques ?? [];
  return techniques.find((each) => each.row === `${family}/${row}`)?.id ?? row;
}
