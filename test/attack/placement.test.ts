import { describe, expect, test } from 'vitest';
import { analyseText, takenSteps } from './technique-folder.js';
import { from, FARGATE, host, NETWORK, NODE_ROLE, role, service } from './written.js';

const ON_OTHER =
  'placement_constraints {\n type = "memberOf"\n expression = "ec2InstanceId == ${aws_instance.other.id}"\n }';
const UNDONE =
  'provisioner "local-exec" {\n command = "aws ecs update-service --service billing --placement-constraints []"\n }';
const EC2 = 'launch_type = "EC2"';

/** Two hosts with one role; the attacker is root on the first. */
function world(billing: Parameters<typeof service>[0], ...actions: readonly string[]): string {
  const allowed = actions.map((action) => `Action = "${action}", Resource = "*"`);
  return [
    from('aws_instance.node'),
    NETWORK,
    allowed.length === 0
      ? NODE_ROLE
      : NODE_ROLE.replace(role('node', 'ec2.amazonaws.com'), role('node', 'ec2.amazonaws.com', ...allowed)),
    host(),
    host({ name: 'other' }),
    service({ name: 'billing', ...billing }),
  ].join('');
}

/** How the service comes into the attacker's hands. */
function steps(text: string): string[] {
  const taken = takenSteps(analyseText(text)).filter(({ technique }) => INTERESTING.has(technique?.id ?? ''));
  const named = taken.map(({ technique, premises }) =>
    [
      technique?.id,
      ...premises.map(({ property }) => property).filter((property) => property.startsWith('service.')),
    ].join(' '),
  );
  return [...new Set(named)].toSorted();
}

const INTERESTING = new Set([
  'seize-colocated-tasks',
  'move-task-to-host',
  'impersonate-ecs-agent',
  'register-rogue-container-instance',
]);

const SEIZE = 'seize-colocated-tasks service.runs-on-host';
const SEIZE_MOVED = 'seize-colocated-tasks';
const MOVE = 'move-task-to-host service.may-move-to-host';
const MOVE_UNDONE = 'move-task-to-host service.may-move-to-host service.placement-undone';

describe('the task of another host', () => {
  const drain = 'ecs:UpdateContainerInstancesState';
  test.each([
    ['runs on any', { service: EC2 }, [], [SEIZE]],
    ['runs on all', { service: `${EC2}\nscheduling_strategy = "DAEMON"` }, [drain], [SEIZE]],
    ['is kept away', { service: `${EC2}\n${ON_OTHER}` }, [], []],
    ['is kept away from the drained too', { service: `${EC2}\n${ON_OTHER}` }, [drain], []],
    ['may be moved', { service: EC2 }, [drain], [MOVE, SEIZE_MOVED, SEIZE]],
    ['is no longer kept away', { service: `${EC2}\n${ON_OTHER}\n${UNDONE}` }, [drain], [MOVE_UNDONE, SEIZE_MOVED]],
    ['is no longer kept away, but stays', { service: `${EC2}\n${ON_OTHER}\n${UNDONE}` }, [], []],
    ['runs on Fargate', FARGATE, [drain, 'ecs:Poll', 'ecs:DiscoverPollEndpoint', 'ecs:RegisterContainerInstance'], []],
  ])('%s', (_, billing, actions, expected) => {
    expect(steps(world(billing, ...actions))).toEqual(expected.toSorted());
  });

  test.each([
    'ecs:UpdateContainerInstancesState',
    'ecs:DeregisterContainerInstance',
    'ecs:SubmitTaskStateChange',
    'ecs:SubmitContainerStateChange',
    'ecs:StopTask',
    'ecs:Submit*',
  ])('%s moves it', (action) => {
    expect(steps(world({ service: EC2 }, action))).toContain(MOVE);
  });

  test('a new deployment takes its constraints away', () => {
    expect(steps(world({ service: `${EC2}\n${ON_OTHER}` }, 'ecs:UpdateService'))).toEqual([
      'move-task-to-host',
      SEIZE_MOVED,
    ]);
  });

  test('a task that is kept on its host still is sent to who poses as its agent', () => {
    const text = world({ service: `${EC2}\n${ON_OTHER}` }, 'ecs:Poll', 'ecs:DiscoverPollEndpoint');
    expect(steps(text)).toEqual(['impersonate-ecs-agent service.runs-on-host']);
  });

  test.each([
    ['is sent to a new one', EC2, ['register-rogue-container-instance service.may-move-to-host']],
    ['is kept from a new one', `${EC2}\n${ON_OTHER}`, []],
    [
      'is no longer kept from a new one',
      `${EC2}\n${ON_OTHER}\n${UNDONE}`,
      ['register-rogue-container-instance service.may-move-to-host service.placement-undone'],
    ],
  ])('%s', (_, attributes, expected) => {
    const actions = ['ecs:Poll', 'ecs:DiscoverPollEndpoint', 'ecs:RegisterContainerInstance'];
    const found = steps(world({ service: attributes }, ...actions));
    expect(found.filter((step) => step.startsWith('register'))).toEqual(expected);
  });
});

test('a task that was entered through its host leads to no other host', () => {
  const text = world({ service: `${EC2}\nscheduling_strategy = "DAEMON"`, container: 'privileged = true' });
  const reached = takenSteps(analyseText(text)).filter(({ technique }) => technique?.id.startsWith('escape-'));
  expect(reached).toEqual([]);
});
