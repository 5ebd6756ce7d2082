/**
 * The syntax tree of HCL native syntax.
 *
 * Nodes hold offsets into the source text (UTF-16 code units, from 0, end exclusive) and nothing derived from them, so
 * a tree is cheap to build, and printing is slicing: every byte belongs to exactly one leaf or to the trivia between.
 * Follows the HCL native syntax specification:
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Body extends Span {
  readonly kind: 'body';
  readonly items: readonly BodyItem[];
}

export type BodyItem = Attribute | Block | Invalid;

/** `name = value`; the span ends with the value, before any comment or newline. */
export interface Attribute extends Span {
  readonly kind: 'attribute';
  readonly name: string;
  readonly nameEnd: number;
  /** Offset of the equals sign. */
  readonly equals: number;
  readonly value: Expression;
}

/** `type "label" { ... }`; the span ends after the closing brace. */
export interface Block extends Span {
  readonly kind: 'block';
  readonly type: string;
  readonly typeEnd: number;
  readonly labels: readonly Label[];
  readonly openBrace: number;
  readonly closeBrace: number;
  readonly body: Body;
}

export interface Label extends Span {
  readonly value: string;
  readonly quoted: boolean;
}

/** A stretch that does not parse; a diagnostic tells why, and parsing went on behind it. */
export interface Invalid extends Span {
  readonly kind: 'invalid';
}

export type Expression =
  | NumberLiteral
  | BoolLiteral
  | NullLiteral
  | Template
  | Variable
  | GetAttribute
  | Index
  | Splat
  | Call
  | Unary
  | Binary
  | Conditional
  | TupleExpression
  | ObjectExpression
  | ForExpression
  | Parenthesis
  | InvalidExpression;

export interface NumberLiteral extends Span {
  readonly kind: 'number';
  readonly text: string;
}
export interface BoolLiteral extends Span {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface NullLiteral extends Span {
  readonly kind: 'null';
}

/** A quoted template or a heredoc. A string without interpolation is a template with at most one text part. */
export interface Template extends Span {
  readonly kind: 'template';
  readonly parts: readonly TemplatePart[];
  /** Present on a heredoc: its marker, whether it is of the indented (`<<-`) form. */
  readonly heredoc?: { readonly marker: string; readonly indented: boolean };
}

export type TemplatePart = TemplateText | Interpolation | TemplateIf | TemplateFor;

/**
 * Literal text. `value` is the text after escapes, heredoc indentation and strip markers (`~`) have been applied, so it
 * may be shorter than its span. Where `value` is the source text unchanged, offsets within it map one to one.
 */
export interface TemplateText extends Span {
  readonly kind: 'text';
  readonly value: string;
}
export interface Interpolation extends Span {
  readonly kind: 'interpolation';
  readonly expression: Expression;
}
export interface TemplateIf extends Span {
  readonly kind: 'template-if';
  readonly condition: Expression;
  readonly then: readonly TemplatePart[];
  readonly otherwise: readonly TemplatePart[];
}
export interface TemplateFor extends Span {
  readonly kind: 'template-for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly body: readonly TemplatePart[];
}

/** A root name: `var`, `local`, `aws_instance`, a `for` variable. */
export interface Variable extends Span {
  readonly kind: 'variable';
  readonly name: string;
}
/** `object.name` */
export interface GetAttribute extends Span {
  readonly kind: 'get-attribute';
  readonly object: Expression;
  readonly name: string;
  readonly nameStart: number;
}
/** `object[key]`, or the legacy `object.0`. */
export interface Index extends Span {
  readonly kind: 'index';
  readonly object: Expression;
  readonly key: Expression;
  readonly legacy: boolean;
}
/** `object.*.rest` (attribute style) or `object[*].rest` (full). `each` is `rest`, with a {@link SplatItem} as its root. */
export interface Splat extends Span {
  readonly kind: 'splat';
  readonly style: 'attribute' | 'full';
  readonly object: Expression;
  /** The traversal applied to each element, in source order. */
  readonly each: readonly SplatStep[];
}
export type SplatStep =
  | { readonly kind: 'get-attribute'; readonly name: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'index';
      readonly key: Expression;
      readonly legacy: boolean;
      readonly start: number;
      readonly end: number;
    }
  /** A splat within a splat, as in `a[*].b[*].c`: applied to each element; the steps after it apply to its result. */
  | {
      readonly kind: 'splat';
      readonly style: 'attribute' | 'full';
      readonly each: readonly SplatStep[];
      readonly start: number;
      readonly end: number;
    };

export interface Call extends Span {
  readonly kind: 'call';
  /** With namespace, as `provider::aws::arn_parse`. */
  readonly name: string;
  readonly nameEnd: number;
  readonly args: readonly Expression[];
  /** The last argument is followed by `...`. */
  readonly expand: boolean;
}
export interface Unary extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
}
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';
export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorStart: number;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Conditional extends Span {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
export interface TupleExpression extends Span {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
}
export interface ObjectExpression extends Span {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
}
export interface ObjectItem extends Span {
  readonly kind: 'object-item';
  /** A bare identifier is a {@link Variable} here, and means its own name. */
  readonly key: Expression;
  readonly value: Expression;
}
export interface ForExpression extends Span {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Present for the object form `{for ... : key => value}`. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** `...` after the value: group by key. */
  readonly group: boolean;
  readonly condition: Expression | undefined;
}
export interface Parenthesis extends Span {
  readonly kind: 'parenthesis';
  readonly expression: Expression;
}
export interface InvalidExpression extends Span {
  readonly kind: 'invalid-expression';
}

/** One file as parsed. `path` is what the caller named it: relative to the scanned root, with forward slashes. */
export interface SyntaxFile {
  readonly path: string;
  readonly text: string;
  readonly body: Body;
  readonly diagnostics: readonly SyntaxDiagnostic[];
  /** For a text that nobody wrote: the place that it was made for, which is shown in its stead. */
  readonly standsFor?: { readonly file: SyntaxFile; readonly span: Span };
}

/** A template by itself, as `templatefile` and `templatestring` read it: no quotes, no escapes but `$${` and `%%{`. */
export interface TemplateFile {
  readonly path: string;
  readonly text: string;
  readonly template: Template;
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

/** A fault in the text: what is wrong, and what to do. */
export interface SyntaxDiagnostic extends Span {
  readonly summary: string;
  readonly detail: string;
}
