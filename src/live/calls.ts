/**
 * The calls by which an account is read, what each needs to be allowed, what comes of it, and what can't be known without it.
 * Reading makes no other: the collectors' calls are typed by this table, and a test holds what they send against it.
 * Actions: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import { ACCESS } from './calls/access.js';
import type { ServiceInfo } from './calls/call.js';
import { COMPUTE } from './calls/compute.js';
import { NETWORK } from './calls/network.js';
import { STORAGE } from './calls/storage.js';

const SERVICES = { ...ACCESS, ...NETWORK, ...COMPUTE, ...STORAGE };

export type ServiceName = keyof typeof SERVICES;
export type CallOf<Service extends ServiceName> = keyof (typeof SERVICES)[Service]['calls'] & string;

/** A call with all that the table says of it. */
export interface Call {
  readonly service: ServiceName;
  readonly name: string;
  /** Of its service, as in IAM actions. */
  readonly prefix: string;
  readonly actions: readonly string[];
  readonly lists: readonly string[];
  readonly without: string;
}

export function callOf<Service extends ServiceName>(service: Service, name: CallOf<Service>): Call {
  return described(service, name);
}

function described(service: ServiceName, name: string): Call {
  const { prefix, calls }: ServiceInfo = SERVICES[service];
  const info = calls[name];
  if (!info) throw new Error(`invariant: ${service} has no call ${name}`);
  const { actions = [`${prefix}:${name}`], lists = [], without } = info;
  return { service, name, prefix, actions, lists, without };
}

export const SERVICE_NAMES = Object.keys(SERVICES).filter(isServiceName);

function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(SERVICES, name);
}

export function isGlobal(service: ServiceName): boolean {
  const { global = false }: ServiceInfo = SERVICES[service];
  return global;
}

/** Every call that reading may make. */
export function allCalls(): readonly Call[] {
  return SERVICE_NAMES.flatMap((service) =>
    Object.keys(SERVICES[service].calls).map((name) => described(service, name)),
  );
}
