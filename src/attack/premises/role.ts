import type { Function, Host, Service } from '#aws/compute/compute.js';
import type { Principal } from '#aws/iam/policy.js';
import { evidenceOfUse, type Premise } from '#aws/premise.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'host.role': Host;
    readonly 'service.task-role': Service;
    readonly 'service.execution-role': Service;
    readonly 'function.role': Function;
  }
}

/** The roles that workloads run with. */
export interface RoleOf {
  readonly role: Principal;
  readonly premise: Premise;
}

export function hostRole(host: Host): RoleOf | undefined {
  const { role } = host;
  if (!role) return undefined;
  const { resource } = host.metadata;
  const [block] = resource.blocks('iam_instance_profile');
  const value = resource.attribute('iam_instance_profile') ?? block?.attribute('name') ?? block?.attribute('arn');
  return {
    role,
    premise: {
      property: 'host.role',
      key: `host.role|${host.address}`,
      resource,
      evidence: [evidenceOfUse(resource, 'iam_instance_profile', value, block)],
      certainty: 'certain',
      subject: host,
    },
  };
}

export function taskRole(service: Service): RoleOf | undefined {
  return roleOfTask(service, service.task?.taskRole, 'service.task-role', 'task_role_arn');
}

/** The role with which the agent pulls images and reads secrets before a task starts. */
export function executionRole(service: Service): RoleOf | undefined {
  return roleOfTask(service, service.task?.executionRole, 'service.execution-role', 'execution_role_arn');
}

export function functionRole(workload: Function): RoleOf | undefined {
  const { role, resource, address } = workload;
  if (!role) return undefined;
  return {
    role,
    premise: {
      property: 'function.role',
      key: `function.role|${address}`,
      resource,
      evidence: [evidenceOfUse(resource, 'role', resource.attribute('role'))],
      certainty: 'certain',
      subject: workload,
    },
  };
}

function roleOfTask(
  service: Service,
  role: Principal | undefined,
  property: 'service.task-role' | 'service.execution-role',
  attribute: string,
): RoleOf | undefined {
  const resource = service.task?.resource;
  if (!role || !resource) return undefined;
  return {
    role,
    premise: {
      property,
      key: `${property}|${service.address}`,
      resource,
      evidence: [evidenceOfUse(resource, attribute, resource.attribute(attribute))],
      certainty: 'certain',
      subject: service,
    },
  };
}
