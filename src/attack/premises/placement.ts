import { adviceOnPlace } from '#aws/advice.js';
import type { Host, Service } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { TaskPlace } from '../fact.js';
import { evidenceOf, remark, type Evidence, type Premise } from '#aws/premise.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'service.runs-on-host': Service;
    readonly 'service.may-move-to-host': Service;
  }
}

const KEEP_APART = adviceOnPlace(
  'Give the service a separate cluster, or a placement constraint that keeps it off hosts that run exposed workloads.',
);

const RUN_APART = adviceOnPlace(
  'Run the service on Fargate or on dedicated hosts: a separate cluster or capacity provider, with a separate role.',
);

/**
 * Where the tasks of a service run, and where they could be made to run.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
 */

/** The hosts on which a task of the service may run as configured; none on Fargate. */
export function hostsOf(service: Service): readonly Host[] {
  return service.hosts.filter((host) => !isHeldBack(service, host));
}

/** The hosts that code in a task can get to. The host through which the task was reached is compromised already. */
export function hostsBehind(place: TaskPlace): readonly Host[] {
  return place.host ? [] : hostsOf(place.service);
}

/** The services with a task that may run on the host as configured. */
export function servicesOn(estate: Estate, host: Host): readonly Service[] {
  return estate.services.filter((service) => hostsOf(service).some((each) => each.address === host.address));
}

export function runsOnHost(service: Service, host: Host): Premise {
  return {
    property: 'service.runs-on-host',
    key: `service.runs-on-host|${service.address}|${host.address}`,
    resource: service.resource,
    evidence: [placementEvidence(service)],
    certainty: service.launchType === 'unknown' ? 'assumed' : 'certain',
    subject: service,
    advice: RUN_APART,
  };
}

/**
 * What lets the scheduler place a replacement task of the service on the host; undefined where something prevents it, or
 * where there is nothing to move. A DAEMON service already runs on every instance.
 */
export function mayMoveToHost(service: Service, host: Host): readonly Premise[] | undefined {
  if (!isSameCluster(service, host) || !couldBeElsewhere(service, host) || isBarred(service, host)) return undefined;
  const premise: Premise = {
    property: 'service.may-move-to-host',
    key: `service.may-move-to-host|${service.address}|${host.address}`,
    resource: service.resource,
    evidence: [placementEvidence(service)],
    certainty: 'certain',
    subject: service,
    advice: KEEP_APART,
  };
  if (!isHeldBack(service, host)) return [premise];
  return service.placement.undone ? [premise, service.placement.undone] : undefined;
}

/** The service has tasks on other container instances that could be moved to this one. */
export function couldBeElsewhere(service: Service, host: Host): boolean {
  if (service.launchType === 'FARGATE' || service.scheduling === 'DAEMON' || !isSameCluster(service, host))
    return false;
  return service.hosts.some((each) => each.address !== host.address);
}

/** What lets the scheduler place a task of the service on a container instance that joins the cluster; undefined where nothing does. */
export function mayRunOnNewHost(service: Service): readonly Premise[] | undefined {
  if (service.launchType === 'FARGATE' || service.hosts.length === 0) return undefined;
  const premise: Premise = {
    property: 'service.may-move-to-host',
    key: `service.may-move-to-host|${service.address}|*`,
    resource: service.resource,
    evidence: [placementEvidence(service)],
    certainty: 'certain',
    subject: service,
    advice: KEEP_APART,
  };
  if (!service.placement.constrained) return [premise];
  const { undone, barred } = service.placement;
  return undone && !barred ? [premise, undone] : undefined;
}

export function isSameCluster(service: Service, host: Host): boolean {
  return service.cluster !== undefined && service.cluster.address === host.cluster?.address;
}

/** The task definition itself keeps its tasks off the host, whatever the service says. */
export function isBarred({ placement }: Service, host: Host): boolean {
  return placement.barred?.some((each) => each.address === host.address) ?? false;
}

function isHeldBack(service: Service, host: Host): boolean {
  const { constrained, hosts } = service.placement;
  return constrained && !hosts.some((each) => each.address === host.address);
}

function placementEvidence(service: Service): Evidence {
  const { resource, scheduling } = service;
  if (scheduling === 'DAEMON') {
    return evidenceOf(resource, 'scheduling_strategy', resource.attribute('scheduling_strategy'));
  }
  for (const constrained of [resource, service.task?.resource]) {
    const [constraint] = constrained?.blocks('placement_constraints') ?? [];
    if (!constrained || !constraint) continue;
    return evidenceOf(constrained, 'placement_constraints.expression', constraint.attribute('expression'), constraint);
  }
  return remark(resource, 'placement_constraints', 'absent');
}
