import { LEFT_OUT, type Coverage } from './coverage.js';

/** What a trail has nothing of, so that nothing can be said of it: a sentence each. */
export function notShownBy(coverage: Coverage): string[] {
  const { accounts, dataActions, regions, events } = coverage;
  if (events === 0) return ['The trail has no events in this window.'];
  return [
    ...(dataActions.size === 0
      ? ['There are no data events: who reads objects, items and messages, or invokes functions, it does not show.']
      : [
          'Data events are there of some resources only, as far as they show: of others it is not known who reads them.',
        ]),
    ...accounts.flatMap((account) => [
      ...(coverage.hasKind(account, 'read') ? [] : [`Of account ${account} there are no calls that read.`]),
      ...(coverage.hasKind(account, 'write') ? [] : [`Of account ${account} there are no calls that write.`]),
      ...[...LEFT_OUT].flatMap((prefix) =>
        prefix === 'kms' && !coverage.hasService(account, prefix)
          ? [`Of account ${account} there are no events of AWS KMS.`]
          : [],
      ),
    ]),
    ...(regions.includes('us-east-1') ? [] : ['There are no events of us-east-1, in which IAM records its own.']),
    'The metadata service of instances and containers, mounts without IAM and traffic leave no events at all.',
  ];
}
