/** Names as words, to tell whether two are of the same thing. */

/** Words that tell nothing apart. */
const FILLING = new Set(
  `access admin all app apps arn aws bucket buckets data default dev dynamo dynamodb iam id key keys main name names path policy
  prefix prod production read reader role s3 secret secrets secretsmanager service services ssm staging store system table tables
  test the this user users web write writer`.split(/\s+/),
);

export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Those that tell something. */
export function tellingWords(name: string): readonly string[] {
  return wordsOf(name).filter((word) => !FILLING.has(word) && word.length > 3);
}
