/** The roles that things of the configuration work with, wherever Terraform writes them. */
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Estate } from './estate.js';
import type { Principal } from './iam/policy.js';
import { valueAt } from './storage/settings.js';
import type { NewWorkload, RolePlace } from './services/workload.js';

/** Of those that exist of what somebody may make. */
export function rolesOfExisting({ rolesIn = [] }: NewWorkload, estate: Estate): readonly Principal[] {
  if (rolesIn === 'tasks')
    return known(estate.tasks.flatMap(({ taskRole, executionRole }) => [taskRole, executionRole]));
  if (rolesIn === 'functions') return known(estate.functions.map(({ role }) => role));
  if (rolesIn === 'hosts') return known(estate.hosts.map(({ role }) => role));
  return known(
    rolesIn.flatMap((place) =>
      estate.configuration.ofType(place.of).map((resource) => roleAt(resource, place, estate)?.role),
    ),
  );
}

function known(roles: readonly (Principal | undefined)[]): readonly Principal[] {
  return roles.filter((role) => role !== undefined);
}

export interface RoleAt {
  readonly role: Principal;
  readonly attribute: string;
  readonly value: Value;
}

/** The role of a resource, with what says so. */
export function roleAt(
  resource: Resource,
  { role: path, byInstanceProfile }: RolePlace,
  { iam }: Estate,
): RoleAt | undefined {
  const value = valueAt(resource, path);
  if (!value) return undefined;
  const role = byInstanceProfile ? iam.roleOfInstanceProfile(value) : iam.roleOf(value, resource);
  return role && { role, attribute: path.join('.'), value };
}
