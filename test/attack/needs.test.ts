import { join } from 'node:path';
import { techniques } from '#attack/registry.generated.js';
import { describe, expect, test } from 'vitest';
import { pointsTo, takings, type Taking } from './take-away.js';
import { cases, graphOf, shownBy, wonFacts, type Shown, type ShownStep } from './technique-folder.js';
import { techniqueFolder } from '../../scripts/registry.js';

/**
 * What a step rests on is what a plan may cut, so that it has to be all of it and nothing else. From each open case one thing
 * after the other is taken away. Where that closes a step whose start the attacker still has, a premise of the step must
 * point at the place; and each premise must be closed so. What is open because something is absent can't be taken away: a
 * closed case says on a line of its own which premise it closes.
 */
const root = join(import.meta.dirname, '../..');
const CLOSES = /^# closes: (\S+)$/m;

/** Techniques that rest on nothing in the configuration. */
const RESTS_ON_NOTHING: ReadonlyMap<string, string> = new Map([
  ['assume-entry-point', 'the person who asked named it'],
  ['read-mounted-file-system', 'who has it mounted may read it'],
  ['call-from-outside', 'that there are strangers is taken for granted'],
]);

/** Arguments that close steps without a premise that points at them. */
const NOT_SHOWN: ReadonlyMap<string, string> = new Map([
  ...['user_policy.user', 'user_policy_attachment.user', 'role_policy.role', 'role_policy_attachment.role'].map(
    (each) => [`aws_iam_${each}`, 'whose policy it is: the words of the policy are shown'] as const,
  ),
  ['aws_iam_group_policy.group', 'the same'],
  ['aws_iam_group_policy_attachment.group', 'the same'],
  ['aws_iam_group_membership.group', 'who is in a group: the words of its policy are shown'],
  ['aws_iam_group_membership.users', 'the same'],
  ['aws_iam_instance_profile.role', 'where the host takes the profile is shown'],
  ['aws_instance.user_data', 'the cluster of a host: what keeps a service on hosts or from them is shown'],
  ['aws_instance.subnet_id', 'a place in the network: its rules are shown'],
  ['aws_instance.vpc_security_group_ids', 'the same'],
  ['aws_efs_mount_target.security_groups', 'the same'],
  ['aws_efs_access_point.file_system_id', 'whose access point it is'],
  ['aws_efs_mount_target.file_system_id', 'whose mount target it is'],
  ['aws_efs_file_system_policy.file_system_id', 'whose policy it is'],
  ['aws_s3_bucket_policy.bucket', 'the same'],
  ['aws_route_table_association.subnet_id', 'whose routes they are: the route is shown'],
  ['aws_ecs_service.task_definition', 'which tasks it runs: what these are is shown'],
  [
    'escape-with-own-task-definition aws_ecs_task_definition.container_definitions',
    'where they are not known, it is not known either who made the task',
  ],
  ['lift-permission-limits aws_iam_user.permissions_boundary', 'without it there is nothing to lift'],
  ['lift-permission-limits aws_iam_policy.policy', 'what the boundary lets through: the grant within it is shown'],
  ['move-task-to-host aws_ecs_service.cluster', 'with constraints of its own the call decides where the tasks run'],
  ['move-task-to-host aws_ecs_service.launch_type', 'the same'],
  [
    'read-instance-metadata-from-container aws_ecs_task_definition.network_mode',
    'a task with an interface of its own goes past the hop limit; what is shown is that the agent lets it',
  ],
]);

/** Premises that nothing in a configuration makes false. */
const NOT_DECIDED: ReadonlyMap<string, string> = new Map([
  ['policy.older-versions', 'what older versions of a policy said is assumed'],
]);

const excused = new Set<string>();

describe.each(techniques.map((technique) => [technique.id, technique] as const))('%s', (id, technique) => {
  const folder = techniqueFolder(root, technique);
  const open = [...cases(folder, 'open')].map(([name, text]) => ({ name, text, shown: shownIn(text) }));
  const closed = [...cases(folder, 'closed')].map(([name, text]) => ({ name, text, closes: CLOSES.exec(text)?.[1] }));

  test('rests on something', () => {
    const premises = open.flatMap(({ shown }) => [...shown.values()].flatMap((step) => [...step.premises.keys()]));
    expect(premises.length > 0).toBe(!RESTS_ON_NOTHING.has(id));
  });

  test('all that it needs is shown, and nothing else', () => {
    const faults = open.flatMap(({ name, text, shown }) => {
      const closings = closingsOf(text, shown);
      return [
        ...unshown(closings, id).map((what) => `${name}: no premise shows that it needs ${what}`),
        ...unneeded(closings, shown).map((key) => `${name}: nothing shows that it is closed without ${key}`),
      ];
    });
    expect(faults).toEqual([]);
  });

  test.each(closed)('is closed in $name', ({ text, closes }) => {
    expect([...shownIn(text).keys()]).toEqual([]);
    const steps = open.flatMap(({ shown }) => closedSteps([text], shown).map(([, step]) => step));
    const properties = steps.flatMap(({ premises }) => [...premises.values()].map(({ property }) => property));
    if (closes !== undefined) expect(properties).toContain(closes);
  });

  function shownIn(text: string): Shown {
    const graph = graphOf(text);
    if (!graph) throw new Error('it has faults');
    return shownBy(id, graph);
  }

  /** The steps that the text no longer has although the attacker has what they start from. */
  function closedSteps(texts: readonly string[], shown: Shown): [string, ShownStep][] {
    const graph = firstOf(texts, graphOf);
    if (!graph) return [];
    const still = shownBy(id, graph);
    // What is won carries names: with another name it is the same step.
    if ([...still.keys()].some((gained) => !shown.has(gained))) return [];
    const won = wonFacts(graph);
    return [...shown].filter(
      ([gained, { starts }]) => !still.has(gained) && [...starts].every((each) => won.has(each)),
    );
  }

  function closingsOf(text: string, shown: Shown): Closing[] {
    return [...takings(text)].flatMap((taking) => {
      const closed = closedSteps(taking.texts, shown);
      return closed.length > 0 ? [{ taking, closed }] : [];
    });
  }

  function unneeded(closings: readonly Closing[], shown: Shown): string[] {
    const declared = new Set(closed.map(({ closes }) => closes));
    const needed = new Set<string>();
    for (const { taking, closed } of closings) {
      for (const [gained, { premises }] of closed) {
        for (const premise of premises.values()) if (pointsTo(premise, taking)) needed.add(`${gained} ${premise.key}`);
      }
    }
    return [...shown].flatMap(([gained, { premises }]) =>
      [...premises.values()].flatMap(({ key, property }) =>
        needed.has(`${gained} ${key}`) || declared.has(property) || NOT_DECIDED.has(property) ? [] : [key],
      ),
    );
  }
});

test('no excuse is idle', () => {
  expect([...NOT_SHOWN.keys()].filter((argument) => !excused.has(argument))).toEqual([]);
});

function firstOf<T, R>(items: readonly T[], make: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const made = make(item);
    if (made !== undefined) return made;
  }
  return undefined;
}

interface Closing {
  readonly taking: Taking;
  readonly closed: readonly (readonly [gained: string, step: ShownStep])[];
}

function unshown(closings: readonly Closing[], id: string): string[] {
  return closings.flatMap(({ taking, closed }) => {
    const shows = ([, { premises }]: Closing['closed'][number]) =>
      [...premises.values()].some((premise) => pointsTo(premise, taking));
    if (closed.every(shows)) return [];
    if (RESTS_ON_NOTHING.has(id)) return [];
    const excuse = [taking.argument, `${id} ${taking.argument}`].find((each) => NOT_SHOWN.has(each));
    if (excuse !== undefined) excused.add(excuse);
    return excuse === undefined ? [taking.what] : [];
  });
}
