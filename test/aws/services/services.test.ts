import { describe, expect, test } from 'vitest';
import { actionInfo } from '#aws/iam/actions.js';
import { SERVICES } from '#aws/services/index.js';
import type { Setting } from '#aws/services/service.js';
import type { BlockSchema } from '#terraform/schema/block-schema.js';
import { schemaOf } from '#terraform/schema/provider-schema.js';

/** What a service file says of AWS is held against what AWS documents, and what it says of Terraform against the provider. */
describe.each(SERVICES.map((service) => [service.name, service] as const))('%s', (_, service) => {
  const { prefix, stores = [], resourcePolicies = [], frontDoors = [] } = service;
  const readings = stores.flatMap((store) => store.readings);

  test('its actions are documented, and are its own', () => {
    const actions = [
      ...readings.flatMap((reading) => [...reading.actions, ...(reading.with ?? [])]),
      ...resourcePolicies.flatMap(({ rewrites }) => rewrites),
    ];
    expect(actions.length + frontDoors.length).toBeGreaterThan(0);
    for (const action of actions) {
      expect(actionInfo(action)?.name, action).toBe(action);
      expect(action.startsWith(`${prefix}:`)).toBe(true);
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
    ];
    for (const source of sources) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/);
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

test('each resource type is described once', () => {
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
