import { PASSED_ROLES, PASSING_EVENTS, RESOURCE_FIELDS, type ResourceField } from '../actions/fields.js';
import { dataEventNames } from '../actions/logging.js';
import { text, type Dialect } from './dialect.js';
import type { Dimension, Question } from './query.js';

const column = (called: string, sql: string): Dimension => ({ name: called, of: () => sql });

const ACCOUNT = column('account', 'recipientaccountid');
const REGION = column('region', 'awsregion');
const SOURCE = column('source', 'eventsource');
const EVENT = column('event', 'eventname');

/** When there were events at all, by the hour: for the window, and for gaps. */
export const HOURS: Question = {
  id: 'hours',
  dimensions: [ACCOUNT, REGION, column('hour', 'substr(eventtime, 1, 13)')],
};

/** Which events there are at all: what a trail shows of nobody, it may not show. */
export const KINDS: Question = { id: 'kinds', dimensions: [ACCOUNT, REGION, SOURCE, EVENT] };

/**
 * A call that was refused. EC2 says `Client.UnauthorizedOperation`, most others `AccessDenied`:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const DENIED = '(?i)(accessdenied|unauthori[sz]ed|notauthorized|authorizationerror|forbidden)';

/** `not authorized to perform: ecs:RunTask on resource: arn:…` */
const REFUSED_ACTION = 'perform: ([A-Za-z0-9-]+:[A-Za-z0-9]+)';
const REFUSED_RESOURCE = 'on resource: ([^ ]+)';

const isDenied = (dialect: Dialect): string => dialect.isLike("coalesce(errorcode, '')", DENIED);

/** On what there were data events: a trail may have those of one bucket and not those of another. */
export const DATA: Question = {
  id: 'data',
  dimensions: [ACCOUNT, REGION, SOURCE, EVENT, { name: 'resource', of: resource }],
  where: () => `eventname IN (${dataEventNames().map(text).join(', ')})`,
};

/**
 * Who made which call, from where, on what: of the principals with these names, and the calls that created principals. The caller
 * of a session is its role, and the session's name tells the workload:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function useBy(names: readonly string[]): Question {
  return {
    id: 'use',
    dimensions: [
      ACCOUNT,
      REGION,
      SOURCE,
      EVENT,
      column('caller', CALLER),
      { name: 'outcome', of: outcome },
      { name: 'session', of: session },
      column('address', 'sourceipaddress'),
      { name: 'resource', of: resource },
      { name: 'passed', of: passedRoles },
      { name: 'refused', of: refusedAction },
    ],
    where: (dialect) => {
      const named = `${dialect.extracted(CALLER, '([^/]+)$')} IN (${names.map(text).join(', ')})`;
      const creating = "(eventsource = 'iam.amazonaws.com' AND eventname IN ('CreateRole', 'CreateUser'))";
      return names.length > 0 ? `(${named} OR ${creating})` : creating;
    },
  };
}

const CALLER = 'coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn)';

function outcome(dialect: Dialect): string {
  return `CASE WHEN coalesce(errorcode, '') IN ('', 'Client.DryRunOperation') THEN 'allowed' WHEN ${isDenied(dialect)} THEN 'denied' ELSE 'failed' END`;
}

function refusedAction(dialect: Dialect): string {
  return `CASE WHEN ${isDenied(dialect)} THEN ${dialect.extracted('errormessage', REFUSED_ACTION)} END`;
}

/** Names that are made up for each session would be a row each: what is long and random in them becomes a star, but for instances. */
function session(dialect: Dialect): string {
  const named = dialect.extracted('useridentity.arn', ':assumed-role/[^/]+/(.+)$');
  const shortened = dialect.replaced(named, '[0-9a-f]{32}|[0-9]{6,}', '*');
  return `CASE WHEN ${dialect.isLike(`coalesce(${named}, '')`, '^i-[0-9a-f]+$')} THEN ${named} ELSE ${shortened} END`;
}

/** The service's own name of what the call was on (`table/orders`), or an ARN; of a refused call what the message says. */
function resource(dialect: Dialect): string {
  const bySource = Object.entries(RESOURCE_FIELDS).map(
    ([source, fields]) => `WHEN eventsource = ${text(source)} THEN ${fieldsOf(fields, dialect)}`,
  );
  const arn = `${dialect.first('resources')}.arn`;
  return [
    'CASE',
    `WHEN ${isDenied(dialect)} THEN coalesce(${dialect.extracted('errormessage', REFUSED_RESOURCE)}, ${arn})`,
    ...bySource,
    `ELSE ${arn} END`,
  ].join('\n    ');
}

function fieldsOf(fields: readonly ResourceField[], dialect: Dialect): string {
  const read = fields.map(({ path, prefix }) => {
    const member = dialect.member('requestparameters', path);
    return prefix === '' ? member : `${text(prefix)} || ${member}`;
  });
  return `coalesce(${[...read, `${dialect.first('resources')}.arn`].join(', ')})`;
}

/** The roles that a call hands on, with a space between. */
function passedRoles(dialect: Dialect): string {
  const roles = PASSED_ROLES.map((path) => dialect.member('requestparameters', path));
  return `CASE WHEN eventname IN (${PASSING_EVENTS.map(text).join(', ')}) THEN nullif(concat_ws(' ', ${roles.join(', ')}), '') END`;
}
