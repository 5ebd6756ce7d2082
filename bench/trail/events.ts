/**
 * CloudTrail events from a seed: what principals of an estate habitually do, and in between what an attacker does. The records have
 * the shape that AWS documents; all names, addresses and ids are made up.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface Identity {
  readonly kind: 'role' | 'user' | 'service';
  /** Of the role or user; the host of the service. */
  readonly name: string;
  /** `i-…`, the name of a function, that of a person; `task`: 32 digits, others for each task. */
  readonly session?: string | 'task';
  readonly address: string;
  readonly agent: string;
}

/** What somebody does time and again. */
export interface Habit {
  readonly who: Identity;
  readonly source: string;
  readonly event: string;
  /** How often, compared with the other habits. */
  readonly weight: number;
  readonly parameters?: object | null;
  readonly response?: object | null;
  readonly resource?: string;
  readonly isData?: boolean;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

export interface Life {
  readonly account: string;
  readonly region: string;
  readonly habits: readonly Habit[];
}

/** Something done once, at a time. */
export interface Deed extends Omit<Habit, 'weight'> {
  readonly at: string;
}

export interface Record {
  readonly eventTime: string;
  readonly [member: string]: unknown;
}

/** Numbers between 0 and 1, the same for the same seed: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Habits within one hour, in no order, as CloudTrail delivers them. */
export function* hourOf(life: Life, hour: Date, count: number, random: () => number): Generator<Record> {
  const total = life.habits.reduce((sum, { weight }) => sum + weight, 0);
  for (let left = count; left > 0; left -= 1) {
    let at = random() * total;
    const habit = life.habits.find(({ weight }) => (at -= weight) < 0) ?? life.habits[0];
    if (!habit) return;
    const time = new Date(hour.getTime() + Math.floor(random() * 3_600_000));
    yield recordOf(life, habit, time, random);
  }
}

export function recordOf(
  { account, region }: Life,
  deed: Omit<Habit, 'weight'>,
  time: Date,
  random: () => number,
): Record {
  const {
    who,
    source,
    event,
    parameters = null,
    response = null,
    resource,
    isData = false,
    errorCode,
    errorMessage,
  } = deed;
  const isGlobal = source === 'iam.amazonaws.com';
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(who, account, random),
    eventTime: `${time.toISOString().slice(0, 19)}Z`,
    eventSource: source,
    eventName: event,
    awsRegion: isGlobal ? 'us-east-1' : region,
    sourceIPAddress: who.address,
    userAgent: who.agent,
    ...(errorCode === undefined ? {} : { errorCode, errorMessage }),
    requestParameters: parameters,
    responseElements: response,
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: /^(Get|List|Describe|Head|Decrypt|Lookup)/.test(event),
    ...(resource === undefined ? {} : { resources: [{ accountId: account, type: 'AWS::Resource', ARN: resource }] }),
    eventType: 'AwsApiCall',
    managementEvent: !isData,
    recipientAccountId: account,
    eventCategory: isData ? 'Data' : 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: source },
  };
}

function identityOf({ kind, name, session = 'session' }: Identity, account: string, random: () => number): object {
  if (kind === 'service') return { type: 'AWSService', invokedBy: name };
  if (kind === 'user') {
    return {
      type: 'IAMUser',
      principalId: `AIDA${idOf(name)}`,
      arn: `arn:aws:iam::${account}:user/${name}`,
      accountId: account,
      accessKeyId: `AKIA${idOf(name)}`,
      userName: name,
    };
  }
  const called = session === 'task' ? hex(random, 32) : session;
  return {
    type: 'AssumedRole',
    principalId: `AROA${idOf(name)}:${called}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${called}`,
    accountId: account,
    accessKeyId: `ASIA${idOf(called)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${idOf(name)}`,
        arn: `arn:aws:iam::${account}:role/${name}`,
        accountId: account,
        userName: name,
      },
      attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
      ...(called.startsWith('i-') ? { ec2RoleDelivery: '2.0' } : {}),
    },
  };
}

/** The end of an access key id or of a principal's id, made of a name. */
function idOf(name: string): string {
  return Buffer.from(`${name}${name}${name}xxxxxxxx`).toString('hex').toUpperCase().slice(0, 16);
}

function hex(random: () => number, length: number): string {
  let text = '';
  while (text.length < length)
    text += Math.floor(random() * 0x1_0000)
      .toString(16)
      .padStart(4, '0');
  return text.slice(0, length);
}

function uuid(random: () => number): string {
  const digits = hex(random, 32);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
