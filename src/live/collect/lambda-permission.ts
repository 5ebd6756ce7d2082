import { isRecord, textsIn } from './document.js';

/** A statement of a function's policy in the words of `aws_lambda_permission`. */
export interface Permission {
  readonly [attribute: string]: string | null;
  readonly statement_id: string;
}

/**
 * AWS makes a statement of each permission that is added, and each has one principal and one action.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function permissionsIn(policy: string): readonly Permission[] {
  return statementsIn(policy).flatMap((statement, index) => {
    if (statement['Effect'] !== 'Allow') return [];
    const sid = statement['Sid'];
    const condition = conditionsIn(statement['Condition']);
    return principalsIn(statement['Principal']).flatMap((principal) =>
      textsIn(statement['Action']).map((action) => ({
        statement_id: typeof sid === 'string' ? sid : `statement-${index}`,
        action,
        principal,
        source_arn: condition.get('aws:sourcearn') ?? null,
        source_account: condition.get('aws:sourceaccount') ?? null,
        principal_org_id: condition.get('aws:principalorgid') ?? null,
        function_url_auth_type: condition.get('lambda:functionurlauthtype') ?? null,
        event_source_token: condition.get('lambda:eventsourcetoken') === undefined ? null : '***',
      })),
    );
  });
}

function statementsIn(policy: string): readonly Readonly<Record<string, unknown>>[] {
  const document: unknown = parsed(policy);
  const statements = isRecord(document) ? document['Statement'] : undefined;
  return (Array.isArray(statements) ? statements : [statements]).filter(isRecord);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function principalsIn(principal: unknown): readonly string[] {
  if (typeof principal === 'string') return [principal];
  return isRecord(principal) ? Object.values(principal).flatMap(textsIn) : [];
}

/** The first value of each key, whatever its operator. */
function conditionsIn(condition: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const operator of isRecord(condition) ? Object.values(condition) : []) {
    for (const [key, values] of isRecord(operator) ? Object.entries(operator) : []) {
      const [first] = textsIn(values);
      if (first !== undefined) found.set(key.toLowerCase(), first);
    }
  }
  return found;
}
