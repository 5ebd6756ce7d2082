import type { Type } from '#model/type.js';

/** What a provider accepts in a block and what it sets itself. */
export interface BlockSchema {
  readonly attributes: ReadonlyMap<string, AttributeSchema>;
  readonly blocks: ReadonlyMap<string, NestedSchema>;
}

export interface AttributeSchema {
  readonly required: boolean;
  readonly optional: boolean;
  /**
   * The provider sets it where the source does not. Optional *and* computed: deleting the line changes nothing on apply.
   */
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly deprecated: boolean;
  readonly type: Type;
}

export interface NestedSchema {
  readonly nesting: 'single' | 'group' | 'list' | 'set' | 'map';
  readonly min: number;
  readonly max: number | undefined;
  readonly block: BlockSchema;
}
