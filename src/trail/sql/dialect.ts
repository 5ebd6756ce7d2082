/**
 * Every query is written once, of these parts; a dialect says how each is spelt. Nothing that comes from outside gets into a query
 * but through {@link text} and {@link name}.
 */
export interface Dialect {
  readonly id: 'duckdb' | 'athena';
  /** A member of a JSON text, as text; null where it is not there. */
  member(json: string, path: JsonPath): string;
  /** Whether the pattern matches somewhere in the text. */
  isLike(text: string, pattern: string): string;
  /** The text with every match replaced. */
  replaced(text: string, pattern: string, by: string): string;
  /** What the first group of the pattern matches; null where it does not. */
  extracted(text: string, pattern: string): string;
  /** The first element of an array; null where there is none. */
  first(array: string): string;
}

/** Members from the outside in: `overrides`, `taskRoleArn`. */
export type JsonPath = readonly string[];

/** https://duckdb.org/docs/stable/sql/functions/regular_expressions, https://duckdb.org/docs/stable/data/json/json_functions */
export const duckdb: Dialect = {
  id: 'duckdb',
  member: (json, path) => `json_extract_string(${json}, ${text(jsonPath(path))})`,
  isLike: (of, pattern) => `regexp_matches(${of}, ${text(pattern)})`,
  replaced: (of, pattern, by) => `regexp_replace(${of}, ${text(pattern)}, ${text(by)}, 'g')`,
  extracted: (of, pattern) => `nullif(regexp_extract(${of}, ${text(pattern)}, 1), '')`,
  first: (array) => `list_extract(${array}, 1)`,
};

/** Athena's engine speaks the SQL of Trino: https://docs.aws.amazon.com/athena/latest/ug/functions-env3.html */
export const athena: Dialect = {
  id: 'athena',
  member: (json, path) => `json_extract_scalar(${json}, ${text(jsonPath(path))})`,
  isLike: (of, pattern) => `regexp_like(${of}, ${text(pattern)})`,
  replaced: (of, pattern, by) => `regexp_replace(${of}, ${text(pattern)}, ${text(by)})`,
  extracted: (of, pattern) => `nullif(regexp_extract(${of}, ${text(pattern)}, 1), '')`,
  first: (array) => `element_at(${array}, 1)`,
};

/** A text in a query. Both dialects know no escape but the doubled quote, and neither takes a NUL. */
export function text(value: string): string {
  if (value.includes('\0')) throw new Error('invariant: no query holds a NUL');
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name of a table or a column. */
export function name(value: string): string {
  if (value.includes('\0')) throw new Error('invariant: no query holds a NUL');
  return `"${value.replaceAll('"', '""')}"`;
}

function jsonPath(path: JsonPath): string {
  return `$${path.map((each) => `.${checkedMember(each)}`).join('')}`;
}

/** Paths are ours; a member with a quote or a bracket would be read differently by the two. */
function checkedMember(member: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(member))
    throw new Error(`invariant: ${member} is no member that both dialects read alike`);
  return member;
}
