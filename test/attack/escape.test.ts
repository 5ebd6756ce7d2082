import { describe, expect, test } from 'vitest';
import { analyseText, takenSteps } from './technique-folder.js';
import { FARGATE, from, host, NETWORK, NODE_ROLE, service } from './written.js';

/** The ways out of the container, with a question mark where one is assumed. */
function escapes(web: Parameters<typeof service>[0]): string[] {
  const text = [from('aws_ecs_service.web'), NETWORK, NODE_ROLE, host(), service(web), 'variable "debug" {}\n'].join(
    '',
  );
  const found = takenSteps(analyseText(text))
    .filter(({ technique }) => technique?.id.startsWith('escape-'))
    .map(({ technique, premises }) => {
      const assumed = premises.some(({ certainty }) => certainty === 'assumed');
      return `${technique?.id.replace('escape-', '')}${assumed ? '?' : ''}`;
    });
  return [...new Set(found)].toSorted();
}

function mounted(path: string, readOnly = false, user = ''): Parameters<typeof service>[0] {
  return {
    container: `mountPoints = [{ sourceVolume = "v", containerPath = "/v", readOnly = ${readOnly} }]\n${user}`,
    task: `volume {\n name = "v"\n host_path = "${path}"\n }`,
  };
}

const added = (...names: readonly string[]) =>
  `linuxParameters = { capabilities = { add = [${names.map((name) => `"${name}"`).join(', ')}] } }`;

describe('escapes from a container', () => {
  test.each([
    ['nothing', {}, []],
    ['the Docker socket', mounted('/var/run/docker.sock'), ['through-docker-socket']],
    ['the Docker socket, read-only', mounted('/run/docker.sock', true), ['through-docker-socket']],
    ['the directory of the socket', mounted('/var/run/', true), ['through-docker-socket']],
    ['the socket of containerd', mounted('/run/containerd/containerd.sock'), ['through-docker-socket']],
    ['the root directory', mounted('/'), ['through-docker-socket', 'through-host-path']],
    ['the root directory, read-only', mounted('/', true), ['through-docker-socket']],
    ['/etc', mounted('/etc'), ['through-host-path']],
    ['/etc, read-only', mounted('/etc', true), []],
    ['/etc for an ordinary user', mounted('/etc', false, 'user = "1000:1000"'), ['through-host-path?']],
    ['/etc for user 0', mounted('/etc', false, 'user = "0"'), ['through-host-path']],
    ['the keys of a user', mounted('/home/ec2-user/.ssh'), ['through-host-path']],
    ['a directory of its own', mounted('/srv/web'), []],
    ['a directory with a similar name', mounted('/var/runtime'), []],
    ['a directory below /etc', mounted('/etc/web'), []],
    ['privileged', { container: 'privileged = true' }, ['from-privileged-container']],
    ['not privileged', { container: 'privileged = false' }, []],
    ['privileged if a variable says so', { container: 'privileged = var.debug' }, ['from-privileged-container?']],
    ['SYS_ADMIN', { container: added('SYS_ADMIN') }, ['with-capability']],
    ['NET_ADMIN', { container: added('NET_ADMIN') }, []],
    ['all capabilities', { container: added('NET_ADMIN', 'ALL') }, ['with-capability']],
    ['the processes of the host', { task: 'pid_mode = "host"' }, []],
    ['them, and tracing', { task: 'pid_mode = "host"', container: added('SYS_PTRACE') }, ['through-host-pid']],
    ['tracing its own', { task: 'pid_mode = "task"', container: added('SYS_PTRACE') }, []],
    [
      'them, and privileged',
      { task: 'pid_mode = "host"', container: 'privileged = true' },
      ['from-privileged-container', 'through-host-pid'],
    ],
    ['privileged, on Fargate', { ...FARGATE, container: 'privileged = true' }, []],
  ])('%s', (_, web, expected) => {
    expect(escapes(web)).toEqual(expected);
  });
});
