/** Texts that look like credentials wherever they stand: secrets that were written into a source. */

interface Form {
  readonly what: string;
  /** The group `secret` is what is masked. Bounded everywhere: a line of a hostile file may be megabytes long. */
  readonly form: RegExp;
  readonly source: string;
}

const FORMS: readonly Form[] = [
  {
    what: 'an AWS access key id',
    form: /\b(?:AKIA|ASIA)(?<secret>[A-Z2-7]{16})\b/,
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids',
  },
  {
    what: 'a private key in one line',
    form: /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?<secret>[^-"]+)/,
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
  },
  {
    what: 'one of the lines of a private key',
    form: /^[ \t|+-]*(?<secret>[A-Za-z0-9+/]{60,76}={0,2})[ \t|]*$/,
    source: 'https://www.rfc-editor.org/rfc/rfc7468',
  },
  {
    what: 'a token of GitHub',
    form: /\b(?:gh[opsur]_|github_pat_)(?<secret>[A-Za-z0-9_]{20,})\b/,
    source:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats',
  },
  {
    what: 'a token of GitLab',
    form: /\bgl(?:pat|dt|rt|cbt)-(?<secret>[A-Za-z0-9_-]{20,})/,
    source: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
  },
  {
    what: 'a token of Slack',
    form: /\bxox[abeoprs]-(?<secret>[A-Za-z0-9-]{10,})/,
    source: 'https://docs.slack.dev/authentication/tokens',
  },
  {
    what: 'a key of Stripe',
    form: /\b[rs]k_(?:live|test)_(?<secret>[A-Za-z0-9]{16,})/,
    source: 'https://docs.stripe.com/keys',
  },
  {
    what: 'a JSON Web Token',
    form: /\beyJ(?<secret>[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]+)/,
    source: 'https://www.rfc-editor.org/rfc/rfc7519',
  },
  {
    what: 'the password of a URL',
    form: /:\/\/[^\s:/@"']{1,200}:(?<secret>[^\s@"'$/]{1,200})@/,
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
  {
    what: 'what a name says to be one',
    form: /(?:password|passwd|passphrase|secret_?(?:access_?)?key|api_?key|auth_?token|access_?token|private_?key|client_?secret)"?\s{0,80}[:=]\s{0,80}"(?<secret>[^"$\s]{4,})"/i,
    source: 'https://cwe.mitre.org/data/definitions/798.html',
  },
];

const FORM = new RegExp(FORMS.map(({ form }, at) => numbered(form, at)).join('|'), 'dgim');

/** Names of groups are each used once. */
function numbered({ source }: RegExp, at: number): string {
  return source.replace('?<secret>', `?<secret${at}>`);
}

/** A text with `mask` in the place of what looks so. */
export function maskLiteralSecrets(text: string, mask: string): string {
  let masked = '';
  let from = 0;
  for (const { indices } of text.matchAll(FORM)) {
    const found = Object.values(indices?.groups ?? {}).find((each) => each !== undefined);
    if (!found) continue;
    masked += text.slice(from, found[0]) + mask;
    from = found[1];
  }
  return masked + text.slice(from);
}
