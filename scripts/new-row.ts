import { scaffoldRow } from './scaffold-row.js';

const [service, place, ...rest] = process.argv.slice(2);
if (service === undefined || place === undefined || rest.length > 0) {
  console.error('usage: npm run new:row SERVICE FAMILY/ID');
  process.exitCode = 2;
} else {
  const result = scaffoldRow(process.cwd(), service, place);
  if ('fault' in result) {
    console.error(result.fault);
    process.exitCode = 2;
  } else {
    for (const path of result.written) console.log(path);
    console.log('Replace what is in capitals, then: npm run generate && npx vitest run test/aws/services test/attack');
  }
}
