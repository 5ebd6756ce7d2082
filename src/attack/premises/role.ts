import { type Advice, adviceOnAccess } from '#aws/advice.js';
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
      advice: {
        ...adviceOnAccess(
          'Give the host an instance profile with a dedicated role that allows only what software on the host itself needs.',
        ),
        role,
      },
    },
  };
}

export function taskRole(service: Service): RoleOf | undefined {
  const role = service.task?.taskRole;
  const advice = adviceOnAccess(
    'Omit task_role_arn if the containers call no AWS API; otherwise give the task a dedicated role with only the calls that they make.',
  );
  return roleOfTask(service, role, {
    property: 'service.task-role',
    attribute: 'task_role_arn',
    advice: { ...advice, ...(role ? { role } : {}) },
  });
}

/** The role with which the agent pulls images and reads secrets before a task starts. */
export function executionRole(service: Service): RoleOf | undefined {
  const advice = adviceOnAccess(
    'Give the task a dedicated execution role, limited to its images, its log group and its secrets.',
  );
  return roleOfTask(service, service.task?.executionRole, {
    property: 'service.execution-role',
    attribute: 'execution_role_arn',
    advice,
  });
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
      advice: { ...adviceOnAccess('Give the function a dedicated role with only the calls that it makes.'), role },
    },
  };
}

interface TaskRole {
  readonly property: 'service.task-role' | 'service.execution-role';
  readonly attribute: string;
  readonly advice: Advice;
}

function roleOfTask(
  service: Service,
  role: Principal | undefined,
  { property, attribute, advice }: TaskRole,
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
      advice,
    },
  };
}
