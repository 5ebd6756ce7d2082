import { describe, expect, test } from 'vitest';
import { actionInfo, expandAction } from '#aws/iam/actions.js';
import { KINDS } from '#aws/iam/ways.js';
import { usualReadings } from '#aws/services/facts.js';
import { SERVICES } from '#aws/services/registry.generated.js';
import type { Service, Setting } from '#aws/services/service.js';
import { matches } from '#aws/iam/pattern.js';
import { symbolic } from '#aws/symbolic.js';
import type { BlockSchema } from '#terraform/schema/block-schema.js';
import { schemaOf } from '#terraform/schema/provider-schema.js';

/** What a service file says of AWS is held against what AWS documents, and what it says of Terraform against the provider. */
describe.each(SERVICES.map((service) => [service.name, service] as const))('%s', (_, service) => {
  const { prefix, resources = {}, stores = [], resourcePolicies = [], frontDoors = [], targets = [] } = service;
  const { runsWithRole = [], codeOfExisting = [], swapsRole = [], deployments = [], duties = [] } = service;
  const readings = stores.flatMap((store) => store.readings);

  test('its actions are documented', () => {
    for (const action of actionsIn(service)) expect(actionInfo(action)?.name, action).toBe(action);
  });

  test('reading and rewriting are its own actions', () => {
    const own = [
      ...readings.flatMap((reading) => [...reading.actions, ...(reading.with ?? [])]),
      ...resourcePolicies.flatMap(({ rewrites }) => rewrites),
    ];
    for (const action of own) expect(action.startsWith(`${prefix}:`), action).toBe(true);
  });

  test('says something', () => {
    const { name: _name, prefix: _prefix, ...rows } = service;
    expect(Object.keys(rows)).not.toEqual([]);
  });

  test('its ARNs are of types that AWS documents, with attributes of the provider', () => {
    for (const [type, { arn, id, generated, lookups = {}, foreign = {}, inner = {} }] of Object.entries(resources)) {
      const schema = schemaOf('managed', type) ?? schemaOf('data', type);
      expect(schema, type).toBeDefined();
      // What is called `arn` here need be no attribute: the `id` of a service is its ARN.
      const own = [
        id === 'arn' ? undefined : id,
        generated,
        ...Object.keys(foreign),
        ...Object.values(foreign),
        ...Object.keys(inner),
      ];
      expect(names(type)).toEqual(expect.arrayContaining(own.filter((each) => each !== undefined)));
      for (const lookup of Object.values(lookups))
        expect(schemaOf('data', type)?.attributes.has(lookup), type).toBe(true);
      if (arn !== undefined)
        expect(UNDOCUMENTED_ARNS.has(type) !== isDocumented(prefix, arn), `${type} ${arn}`).toBe(true);
    }
  });

  test('a store has an ARN, a target that it is, and an action that narrowing asks about', () => {
    for (const {
      type,
      readings: [first],
    } of stores) {
      expect(resources[type]?.arn, `the ARN of ${type}`).toBeDefined();
      expect(KINDS.get(type)?.service, `what else reaches ${type}: targets`).toBe(prefix);
      expect(usualReadings()).toContain(first?.actions[0]);
    }
  });

  test('what a resource policy is of has an ARN, and is a target', () => {
    for (const type of resourcePolicies.flatMap(({ of }) => of)) {
      expect(KINDS.get(type)?.service, `what else reaches ${type}: targets`).toBe(prefix);
      if (!NO_ARN.has(type)) expect(resources[type]?.arn, `the ARN of ${type}`).toBeDefined();
    }
  });

  test('what a target is told by is documented', () => {
    for (const { of, own, near = [], elsewhere = [], noWay = [] } of targets) {
      const types = new Set(
        expandAction(`${prefix}:*`)
          .flatMap((action) => actionInfo(action)?.resourceTypes ?? [])
          .map(({ name }) => name),
      );
      for (const name of [...own, ...near]) expect(types.has(name), `${of.join()} ${name}`).toBe(true);
      for (const action of [...elsewhere, ...noWay]) expect(actionInfo(action)?.name).toBe(action);
    }
  });

  test('the roles of what works with one are in the provider', () => {
    const places = [
      ...codeOfExisting,
      ...runsWithRole.flatMap(({ rolesIn }) => (Array.isArray(rolesIn) ? rolesIn : [])),
    ];
    for (const { of, role } of places) expect(find(of, { path: role }), `${of} ${role.join('.')}`).toBe(true);
    for (const { of } of codeOfExisting) expect(resources[of]?.arn, `the ARN of ${of}`).toBeDefined();
  });

  test('what works with a role says how', () => {
    for (const { id, makes, trusts, needs, how } of runsWithRole) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(makes).toMatch(/^an? /);
      expect(trusts).toMatch(/^[a-z0-9.-]+\.amazonaws\.com$/);
      expect(needs.length).toBeGreaterThan(0);
      expect(how).toMatch(/^[A-Z].+\.$/);
    }
    for (const { id, what, needs, does, how } of codeOfExisting) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(what).toMatch(/^an? /);
      expect(needs.length).toBeGreaterThan(0);
      expect(does).toMatch(/^[A-Z].*\{\}/);
      expect(how).toMatch(/^[A-Z].+\.$/);
    }
  });

  test('what rewrites a policy rewrites something', () => {
    for (const action of resourcePolicies.flatMap(({ rewrites }) => rewrites)) {
      expect(actionInfo(action)?.accessLevel, action).toMatch(/Write|Permissions management/);
    }
  });

  test('its resource types and what it reads of them are in the provider', () => {
    for (const { written, of, grants } of resourcePolicies) {
      for (const type of of) expect(schemaOf('managed', type), type).toBeDefined();
      for (const { type, attribute, owner } of written) {
        expect(names(type)).toEqual(expect.arrayContaining([attribute, ...(owner === undefined ? [] : [owner])]));
      }
      if (grants) {
        expect(names(grants.type)).toEqual(expect.arrayContaining([grants.owner, grants.principal, grants.actions]));
        expect(schemaOf('managed', grants.type)?.blocks.has(grants.limits)).toBe(true);
      }
    }
    for (const { type, encryption } of stores) {
      const settings = [...(encryption?.key ?? []), ...(encryption?.managedIf?.settings ?? [])];
      for (const setting of settings) expect(find(type, setting), `${type} ${setting.path.join('.')}`).toBe(true);
    }
  });

  test('says where it has it from', () => {
    const sources = [
      ...stores.flatMap(({ encryption }) => encryption?.source ?? []),
      ...resourcePolicies.map((each) => each.source),
      ...frontDoors.map((each) => each.source),
      ...targets.flatMap(({ ways }) => ways.map((each) => each.source)),
      ...[...runsWithRole, ...codeOfExisting, ...swapsRole, ...deployments, ...duties].map((each) => each.source),
      ...(service.identities?.rewrites ?? []).map((each) => each.source),
    ];
    for (const source of sources) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html(#\S+)?$/);
  });

  test('the settings of its front doors are in the provider', () => {
    for (const { type, when, parts = [] } of frontDoors) {
      for (const { path } of when) expect(find(type, { path }), `${type} ${path.join('.')}`).toBe(true);
      for (const part of parts) {
        expect(names(part.type)).toContain(part.owner);
        for (const { path } of part.when)
          expect(find(part.type, { path }), `${part.type} ${path.join('.')}`).toBe(true);
      }
      expect(schemaOf('managed', type), type).toBeDefined();
    }
  });

  test('a part is behind a suffix that stands for many', () => {
    for (const { part, suffix } of readings) {
      expect(suffix?.endsWith('*') ?? false).toBe(part !== undefined);
      if (part !== undefined) expect(part).toMatch(/^an? .+ of \{\} has a /);
    }
  });
});

/** Types whose ARN the service authorization reference has in another form, or not at all. */
const UNDOCUMENTED_ARNS: ReadonlySet<string> = new Set([
  // Told by the actions of version 2 alone.
  'aws_apigatewayv2_api',
  // The attribute holds the type as well: `targetgroup/...`, `alias/...`.
  'aws_lb_target_group',
  'aws_kms_alias',
]);
/** Their ARN is not known here: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html */
const NO_ARN: ReadonlySet<string> = new Set(['aws_kms_external_key']);

/** Every text in the rows of a service that has the form of an action. */
function actionsIn(service: Service): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && /^[a-z0-9-]+:[A-Z]\w+$/.test(value)) found.add(value);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) visit(each);
  };
  visit(service);
  return [...found];
}

/** A resource type of the service has ARNs of that form. */
function isDocumented(prefix: string, template: string): boolean {
  const arn = `arn:x:${template
    .replaceAll(/\{A\}|\{R\}/g, 'x')
    .replaceAll(/\{[^}|]*\|\/\}/g, '/')
    .replaceAll(/\{\/[^}]*\}/g, '/x')
    .replaceAll(/\{[^}]*\}/g, 'x')}`;
  const types = expandAction(`${prefix}:*`).flatMap((action) => actionInfo(action)?.resourceTypes ?? []);
  return types.some((type) => matches(symbolic(type.arn.replaceAll(/\$\{\w+\}/g, '*')), symbolic(arn)) === 'yes');
}

test('an id is of one row', () => {
  for (const rows of [
    SERVICES.flatMap(({ runsWithRole = [] }) => runsWithRole),
    SERVICES.flatMap(({ codeOfExisting = [] }) => codeOfExisting),
  ]) {
    const ids = rows.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  }
});

test('each resource type is described once', () => {
  const types = SERVICES.flatMap(({ resources = {} }) => Object.keys(resources));
  expect(types.filter((type, at) => types.indexOf(type) !== at)).toEqual([]);
  const stores = SERVICES.flatMap((service) => (service.stores ?? []).map(({ type }) => type));
  const policies = SERVICES.flatMap((service) => (service.resourcePolicies ?? []).flatMap(({ of }) => of));
  const doors = SERVICES.flatMap((service) => (service.frontDoors ?? []).map(({ type }) => type));
  expect(new Set(doors).size).toBe(doors.length);
  expect(new Set(stores).size).toBe(stores.length);
  expect(new Set(policies).size).toBe(policies.length);
});

function names(type: string): readonly string[] {
  return [...(schemaOf('managed', type)?.attributes.keys() ?? [])];
}

function find(type: string, setting: Setting): boolean {
  if (setting.in && !names(setting.in.type).includes(setting.in.owner)) return false;
  let block: BlockSchema | undefined = schemaOf('managed', setting.in?.type ?? type);
  for (const name of setting.path.slice(0, -1)) block = block?.blocks.get(name)?.block;
  return block?.attributes.has(setting.path.at(-1) ?? '') ?? false;
}
