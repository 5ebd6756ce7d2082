import { DYNAMIC, STRING, type Type } from '#model/type.js';
import type { AttributeSchema, BlockSchema } from './block-schema.js';

const BUILT_IN = new Map<string, BlockSchema>([
  // https://developer.hashicorp.com/terraform/language/resources/terraform-data
  [
    'terraform_data',
    {
      attributes: new Map([
        ['id', attribute(STRING, 'computed')],
        ['input', attribute(DYNAMIC, 'optional')],
        ['output', attribute(DYNAMIC, 'computed')],
        ['triggers_replace', attribute(DYNAMIC, 'optional')],
      ]),
      blocks: new Map(),
    },
  ],
]);

/** Schemas of what belongs to Terraform itself. */
export function builtInSchema(name: string): BlockSchema | undefined {
  return BUILT_IN.get(name);
}

function attribute(type: Type, how: 'optional' | 'computed'): AttributeSchema {
  return {
    required: false,
    optional: how === 'optional',
    computed: how === 'computed',
    sensitive: false,
    deprecated: false,
    type,
  };
}
