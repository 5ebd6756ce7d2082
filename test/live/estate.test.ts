/** What an account's own ids and ARNs lead to: it has no references. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildEstate } from '#aws/build.js';
import type { Estate } from '#aws/estate.js';
import { readAccounts } from '#live/account.js';
import { stateOf } from '#live/state.js';
import { loadPlan } from '#terraform/plan/plan.js';
import { REGION } from './stub/account.js';
import { Stub } from './stub/server.js';
import { ANSWERS } from './stub/workloads.js';

let estate: Estate;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAREADER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
  const stub = await Stub.start(ANSWERS);
  try {
    const { snapshot } = await readAccounts({ accounts: [{ regions: [REGION], endpoint: stub.endpoint }] });
    estate = buildEstate(loadPlan(stateOf(snapshot).text)).estate;
  } finally {
    await stub.stop();
  }
});
afterAll(() => vi.unstubAllEnvs());

const service = () => estate.services.find(({ address }) => address === 'aws_ecs_service.s0');
const host = () => estate.hosts.find(({ address }) => address === 'aws_instance.i-1');
const jobs = () => estate.functions.find(({ address }) => address === 'aws_lambda_function.jobs');

test('a service has its cluster, its revision and the role of that', () => {
  expect(service()?.cluster?.address).toBe('aws_ecs_cluster.web');
  expect(service()?.task?.resource.attribute('revision')).toMatchObject({ value: 2 });
  expect(service()?.task?.taskRole?.address).toBe('aws_iam_role.app');
});

test('a task has the file system that its volume names', () => {
  expect(service()?.task?.volumes.map(({ efs }) => efs?.fileSystem?.address)).toContain('aws_efs_file_system.fs-1');
});

test('a host has its role, its groups and the cluster that it joined', () => {
  expect(host()?.role?.address).toBe('aws_iam_role.node');
  expect(host()?.cluster?.address).toBe('aws_ecs_cluster.web');
  expect(host()?.blocksTaskMetadata).toBe(true);
  expect(host()?.position.groups.map(({ address }) => address)).toContain('aws_security_group.sg-1');
});

test('a group launches the version of the template that it names', () => {
  const group = estate.hosts.find(({ address }) => address === 'aws_autoscaling_group.nodes');
  expect(group?.metadata.tokens).toBe('optional');
});

test('a function is reached through its URL, a REST API and an HTTP API', () => {
  expect(
    jobs()
      ?.publicInvocation.map(({ resource }) => resource.type)
      .toSorted(),
  ).toEqual(['aws_api_gateway_method', 'aws_apigatewayv2_route', 'aws_lambda_function_url']);
});

test('a file system has its policy and its mount targets, and the point that a function mounts is its own', () => {
  const found = estate.fileSystems.find(({ address }) => address === 'aws_efs_file_system.fs-1');
  expect(found?.mountTargets.map(({ address }) => address)).toEqual(['aws_efs_mount_target.fsmt-1']);
  expect(jobs()?.accessPoints.map(({ fileSystem }) => fileSystem)).toEqual(['aws_efs_file_system.fs-1']);
});
