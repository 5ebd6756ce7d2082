/** A row in the description of a service: what most new techniques are. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportName, familiesIn, updateRegistries } from './registry.js';
import { exampleFiles, ROW_KINDS, serviceText, withRow } from './templates/row.js';

const SERVICES = 'src/aws/services';
const SERVICE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const ROW_ID = /^[a-z][a-z0-9]*([-_][a-z0-9]+)+$/;

/** Writes the row, a description of the service where there is none, the examples and the registries. */
export function scaffoldRow(
  root: string,
  service: string,
  place: string,
): { readonly written: string[] } | { readonly fault: string } {
  const [family = '', id = ''] = place.split('/');
  const kind = ROW_KINDS.get(family);
  if (!kind) return { fault: `"${family}" is no family with rows: ${[...ROW_KINDS.keys()].join(', ')}` };
  if (!ROW_ID.test(id)) return { fault: `"${place}" is no family and id, such as pass-role-to-new-workload/glue-job` };
  if (!SERVICE.test(service)) return { fault: `"${service}" is no name of a file in ${SERVICES}` };
  const file = `${SERVICES}/${service}.ts`;
  const path = join(root, file);
  const prefix = service.replaceAll('-', '');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : serviceText(exportName(service), prefix);
  if (new RegExp(`(id|type): '${id}'`).test(listOf(before, kind.property)))
    return { fault: `${file} has ${id} already` };
  writeFileSync(path, withRow(before, kind, kind.row(id, prefix)));
  const examples = kind.examples ? writeExamples(root, `${familiesIn(root).get(family)}/${id}`, prefix) : [];
  return { written: [file, ...examples, ...updateRegistries(root, false)] };
}

/** From the property on: ids of rows of other kinds come before it, or may be the same. */
function listOf(service: string, property: string): string {
  const at = service.indexOf(`  ${property}: [\n`);
  return at < 0 ? '' : service.slice(at, service.indexOf('\n  ],', at));
}

function writeExamples(root: string, folder: string, prefix: string): string[] {
  mkdirSync(join(root, folder), { recursive: true });
  return [...exampleFiles(prefix)].map(([name, text]) => {
    writeFileSync(join(root, folder, name), text);
    return `${folder}/${name}`;
  });
}

/** What to ask oneself before writing a technique. */
export function rowQuestions(): string {
  const questions = [...ROW_KINDS].map(
    ([family, { asks }]) => `  - ${asks}\n      npm run new:row SERVICE ${family}/ID`,
  );
  return `Would a row of data do? Does the attacker\n${questions.join('\n')}`;
}
