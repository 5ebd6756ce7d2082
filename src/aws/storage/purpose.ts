/**
 * Whether a bucket is there for everybody to read: a website, what a content network or any page in a browser fetches
 * without credentials, assets; or because its name or its policy says so.
 */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Links } from '../link.js';
import { isSet, itemsOf, textOf } from '../reading.js';
import { display, symbolicOf } from '../symbolic.js';
import { wordsOf } from '../words.js';
import type { ResourcePolicies } from './policies.js';
import type { Settings } from './settings.js';

interface Context {
  readonly policies: ResourcePolicies;
  readonly configuration: Configuration;
  readonly links: Links;
  readonly settings: Settings;
}

export function isForPublic(bucket: Resource, context: Context): boolean {
  if (bucket.type !== 'aws_s3_bucket') return false;
  const { settings, policies } = context;
  return (
    isWebsite(bucket, settings) ||
    isOrigin(bucket, context) ||
    isForBrowsers(bucket, settings) ||
    namesOf(bucket, policies).some(saysPublic)
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteAccessPermissionsReqd.html */
function isWebsite(bucket: Resource, settings: Settings): boolean {
  return (
    bucket.blocks('website').length > 0 ||
    settings.of(bucket, 'aws_s3_bucket_website_configuration', 'bucket').length > 0
  );
}

/** CloudFront publishes it, and asks nobody for a signed URL or cookie. */
function isOrigin(bucket: Resource, { configuration, links }: Context): boolean {
  return configuration.ofType('aws_cloudfront_distribution').some((distribution) => {
    const behaviors = [
      ...distribution.blocks('default_cache_behavior'),
      ...distribution.blocks('ordered_cache_behavior'),
    ];
    if (behaviors.some((behavior) => SIGNERS.some((name) => isSet(behavior.attribute(name))))) return false;
    const origins = distribution.blocks('origin').map((origin) => origin.attribute('domain_name'));
    return origins.some((domain) => links.mentioned(domain, 'aws_s3_bucket').includes(bucket));
  });
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html */
const SIGNERS = ['trusted_key_groups', 'trusted_signers'] as const;

/** Pages of any origin may read it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
function isForBrowsers(bucket: Resource, settings: Settings): boolean {
  return [bucket, ...settings.of(bucket, 'aws_s3_bucket_cors_configuration', 'bucket')]
    .flatMap((resource) => resource.blocks('cors_rule'))
    .some((rule) => itemsOf(rule.attribute('allowed_origins')).some((origin) => textOf(origin) === '*'));
}

/** What people call it, and the statements that admit everybody. */
function namesOf(bucket: Resource, policies: ResourcePolicies): readonly string[] {
  const statements = policies.of(bucket)?.documents.flatMap((document) => document.statements) ?? [];
  const open = statements.filter(({ principals }) => principals?.some(({ id }) => id.text.key === '*'));
  const sids = open.flatMap(({ sid, conditions }) => (conditions.length === 0 ? (sid ?? []) : []));
  const name = symbolicOf(bucket.attribute('bucket'));
  return [bucket.name, bucket.module, name ? display(name) : '', ...sids];
}

const WORDS = ['assets', 'cdn', 'downloads', 'mirror', 'mirrors', 'public', 'static', 'website', 'www'];
/** Fetched by whoever issues certificates: https://www.rfc-editor.org/rfc/rfc8555#section-8.3 */
const CHALLENGES = /\b(acme|certificates?|domains?)\b.*\bchallenges?\b/;
const NEGATIONS = ['deny', 'no', 'non', 'not', 'private'];

function saysPublic(name: string): boolean {
  const words = wordsOf(name);
  const telling = WORDS.some((word) => words.includes(word)) || CHALLENGES.test(words.join(' '));
  return telling && !NEGATIONS.some((word) => words.includes(word));
}
