/**
 * Distils data/aws-managed-policies.json.gz (every AWS-managed policy as AWS publishes it) into data/managed-policies.bin,
 * from which one policy can be read without reading the others. Keys are what follows `arn:aws:iam::aws:policy/`.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { writeDataFile } from './data-file.js';

const PREFIX = 'arn:aws:iam::aws:policy/';

const source = JSON.parse(gunzipSync(readFileSync('data/aws-managed-policies.json.gz')).toString('utf8')) as {
  policies: Record<string, unknown>;
};
const documents = new Map<string, unknown>();
for (const [arn, document] of Object.entries(source.policies)) {
  if (!arn.startsWith(PREFIX)) throw new Error(`not the ARN of an AWS-managed policy: ${arn}`);
  documents.set(arn.slice(PREFIX.length), document);
}
const bytes = writeDataFile('data/managed-policies.bin', documents);
console.log(`data/managed-policies.bin: ${documents.size} policies, ${bytes} bytes`);
