/** What was read of an account, without anything to compare it with. */
import type { AccountResourceResult, VerificationResult, VerificationSummary } from '#analysis/result/verification.js';
import type { Configuration } from '#model/configuration.js';
import type { Account } from '../configuration.js';
import type { Join } from '../join/join.js';

export function verificationOf(account: Account, found: Configuration): VerificationResult {
  return {
    ...common(account),
    summary: { ...NOTHING_COMPARED, resources: account.configuration.resources.length },
    resources: resourcesOf(account, found, undefined, undefined),
  };
}

export const NOTHING_COMPARED: VerificationSummary = {
  compared: false,
  resources: 0,
  joined: 0,
  claims: { confirmed: 0, different: 0, absent: 0, notReadable: 0, ambiguous: 0, notCompared: 0 },
  pathsInSource: 0,
  pathsConfirmed: 0,
  pathsOnlyInAccount: 0,
  fixes: { closed: 0, pending: 0, inert: 0, undone: 0, notApplied: 0, unclear: 0, notWritten: 0 },
};

export function common({ snapshot }: Account): Omit<VerificationResult, 'summary' | 'resources' | 'simulation'> {
  return {
    takenAt: snapshot.takenAt,
    accounts: snapshot.accounts,
    ambiguous: [],
    claims: [],
    expected: [],
    fixes: [],
    openings: [],
    notRead: snapshot.notRead.map(({ call, action, account, region, reason, code, resource, types, consequence }) => {
      return { call, action, account, region, reason, code, resource: resource?.id ?? null, types, consequence };
    }),
  };
}

/** In the order of their addresses. */
export function resourcesOf(
  account: Account,
  found: Configuration,
  join: Join | undefined,
  state: Configuration | undefined,
): readonly AccountResourceResult[] {
  const managed = new Set(state?.resources.flatMap(({ address }) => address));
  const listed = account.configuration.resources.flatMap((resource): AccountResourceResult[] => {
    const read = account.read.get(resource);
    if (!read) return [];
    const pair = join?.ofLive(resource);
    const within = join?.within.get(resource);
    const address = pair?.address ?? resource.address;
    const isWritten = pair?.source !== undefined || within !== undefined;
    return [
      {
        address: found.resource(address) ? address : resource.address,
        type: read.type,
        id: read.id,
        arn: read.arn ?? null,
        account: read.account,
        region: read.region,
        managedBy: isWritten ? 'source' : managed.has(address) ? 'state' : 'none',
        joinedBy: pair?.by ?? null,
      },
    ];
  });
  return listed.toSorted((a, b) => (a.address < b.address ? -1 : 1));
}
