import { DYNAMIC, STRING } from '#model/type.js';
import type { TextFile, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { isMapping } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import type { FunctionContext } from './context.js';
import { anything, type Fault, fault, type FunctionSpec, isFault, parameter, type Result } from './define.js';
import { utf8Text } from './encoding.js';
import { notText, readSource } from './files.js';
import { textOf } from './integers.js';

/** `templatefile` and `templatestring`: the evaluator renders, the rules for variables and results are here. */
const NAME = /^[\p{ID_Start}][\p{ID_Continue}-]*$/u;

function render(source: TextFile, vars: Value, context: FunctionContext): Result {
  if (!isMapping(vars)) return fault('invalid vars value: must be a map', 1);
  for (const name of vars.entries.keys()) {
    if (NAME.test(name)) continue;
    return fault(
      `invalid template variable name ${quoted(name)}: must start with a letter, followed by zero or more letters, digits, and underscores`,
      1,
    );
  }
  const result = context.renderTemplate(source, vars.entries);
  if (!isFailure(result)) return result;
  const message = result.detail.replace(/\.\.$/, '.');
  if (result.summary === 'missing-variable') return fault(message, 1);
  if (result.summary === 'invalid-template' && source.path === STRING_SOURCE) {
    return fault(`invalid template: ${message}`, 0);
  }
  return fault(message);
}

const templatefile: FunctionSpec = {
  name: 'templatefile',
  params: [parameter('path', STRING), anything('vars', { allowMarked: true })],
  mayBeNull: true,
  returns: DYNAMIC,
  apply: ([path, vars], context) => {
    const read = readSource(textOf(path), context);
    if (!('bytes' in read)) return fault(read.message);
    const text = utf8Text(read.bytes);
    if (text === undefined || !vars) return notText(textOf(path));
    // The file itself where its text is the same, so that origins lead into it.
    const source = read.file.text === text ? read.file : { path: textOf(path), text };
    const result = render(source, vars, context);
    return !isFault(result) && result.kind === 'null' ? nullResult(textOf(path), text) : result;
  },
};

const STRING_SOURCE = '<templatestring argument>';

const templatestring: FunctionSpec = {
  name: 'templatestring',
  params: [anything('template', { allowNull: true }), anything('vars', { allowMarked: true })],
  returns: STRING,
  apply: ([template, vars], context) => {
    if (template?.kind !== 'string' || !vars) return fault('invalid template value: a string is required', 0);
    const result = render({ path: STRING_SOURCE, text: template.value }, vars, context);
    if (isFault(result)) return result;
    if (result.kind === 'null') return nullResult(STRING_SOURCE, template.value);
    const text = convert(result, STRING);
    return isFailure(text) ? fault(`invalid template result: ${text.detail}`) : text;
  },
};

/** Terraform has the same words for both functions. */
function nullResult(name: string, template: string): Fault {
  const lines = template.split('\n');
  const last = lines.at(-1) ?? '';
  const end = lines.length === 1 ? String(last.length + 1) : `${lines.length},${last.length + 1}`;
  return fault(
    `${name}:1,1-${end}: Template result is null; The result of the template is null, which is not a valid result for a templatestring call.`,
  );
}

export const TEMPLATE_FUNCTIONS: readonly FunctionSpec[] = [templatefile, templatestring];
