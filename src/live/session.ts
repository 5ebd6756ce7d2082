/** Credentials of one account: whose they are, and the regions that they are good for. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { type Link, settingsOf, type Timeouts } from './connection.js';
import { failureOf, faultOf, messageOf, nameOf, ReadFault } from './faults.js';

/** How to get into an account. Without anything: as the AWS CLI does in this environment. */
export interface AccountAccess {
  /** Of the shared configuration files. */
  readonly profile?: string;
  /** The ARN of a role to assume with these credentials. */
  readonly assumeRole?: string;
  readonly externalId?: string;
  /** Default: the one that the environment or the profile names. */
  readonly regions?: readonly string[] | 'all';
  /** Takes the place of the services' own addresses, as `AWS_ENDPOINT_URL` does. */
  readonly endpoint?: string;
}

export interface Session {
  readonly link: Link;
  readonly account: string;
  readonly partition: string;
  readonly caller: string;
  /** The first is that of services without regions. */
  readonly regions: readonly string[];
}

export async function openSession(access: AccountAccess, timeouts: Timeouts): Promise<Session> {
  // It goes to standard error, and the version of Node is nothing that a user of ours chose.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { profile, assumeRole, endpoint } = access;
  const asked = access.regions === 'all' ? [] : (access.regions ?? []);
  const [first] = asked;
  const own = new STSClient({
    ...(first === undefined ? {} : { region: first }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  try {
    const region = await regionOf(own);
    const provider = credentialsOf(own);
    const credentials = assumeRole === undefined ? provider : assuming({ ...access, assumeRole }, provider, region);
    const link: Link = { credentials, endpoint, timeouts };
    const caller = await callerOf(link, region);
    const regions = access.regions === 'all' ? await allRegions(link, region) : asked.length > 0 ? asked : [region];
    return { link, ...caller, regions: [...new Set(regions)] };
  } finally {
    own.destroy();
  }
}

async function regionOf(client: STSClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (error) {
    const fault = faultOf(error);
    if (fault) throw fault;
    throw new ReadFault('No region is given.', 'Name one with --region, or set AWS_REGION.');
  }
}

function credentialsOf(client: STSClient): AwsCredentialIdentityProvider {
  return (properties) => client.config.credentials(properties);
}

/** The SDK asks again when the credentials are about to expire. */
function assuming(
  { assumeRole, externalId, endpoint }: AccountAccess & { readonly assumeRole: string },
  credentials: AwsCredentialIdentityProvider,
  region: string,
): AwsCredentialIdentityProvider {
  return async () => {
    const client = new STSClient({ region, credentials, ...(endpoint === undefined ? {} : { endpoint }) });
    try {
      const { Credentials: given } = await client.send(
        new AssumeRoleCommand({
          RoleArn: assumeRole,
          RoleSessionName: 'chokepoint',
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }),
      );
      if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined)
        throw new ReadFault(`AWS gave no credentials for ${assumeRole}.`, 'Try "aws sts assume-role" with it.');
      return {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
        ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
      };
    } catch (error) {
      throw (
        faultOf(error) ??
        new ReadFault(
          `The role ${assumeRole} can't be assumed: ${nameOf(error)}: ${messageOf(error)}`,
          'Its trust policy has to let these credentials in, and theirs to allow sts:AssumeRole on it.',
        )
      );
    } finally {
      client.destroy();
    }
  };
}

async function callerOf(link: Link, region: string): Promise<Pick<Session, 'account' | 'partition' | 'caller'>> {
  const client = new STSClient(settingsOf(link, region));
  try {
    const { Account: account = '', Arn: caller = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account, caller, partition: caller.split(':')[1] ?? 'aws' };
  } catch (error) {
    throw faultOf(error) ?? refused(error);
  } finally {
    client.destroy();
  }
}

function refused(error: unknown): ReadFault {
  const { failure, code } = failureOf(error);
  if (failure === 'timeout' || /^E[A-Z]/.test(code)) {
    return new ReadFault(`AWS does not answer (${code}).`, 'Look at the network, the proxy, and AWS_ENDPOINT_URL.');
  }
  return new ReadFault(
    `AWS does not take these credentials (${code}): ${messageOf(error)}`,
    'Get others, or name a profile with --profile.',
  );
}

async function allRegions(link: Link, region: string): Promise<readonly string[]> {
  const { regionsOf } = await import('./collect/regions.js');
  return regionsOf(settingsOf(link, region));
}
