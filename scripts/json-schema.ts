import { join } from 'node:path';
import ts from 'typescript';

/**
 * JSON Schemas from the types of what is printed. Only what JSON has is understood (interfaces, lists, literals, unions): anything
 * else is an error. A named type becomes a definition, a doc comment a description; `@integer`, `@minimum`, `@pattern` and
 * `@dependentRequired` say what a type can't.
 */
interface SchemaFile {
  readonly file: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The module, and the type in it. */
  readonly from: string;
  readonly type: string;
}

const FILES: readonly SchemaFile[] = [
  {
    file: 'schema/result.schema.json',
    id: 'urn:chokepoint:result:1',
    title: 'Chokepoint result',
    description: 'What chokepoint scan and chokepoint harden print with --format json.',
    from: 'src/analysis/result/result.ts',
    type: 'Result',
  },
  {
    file: 'schema/explanation.schema.json',
    id: 'urn:chokepoint:explanation:1',
    title: 'Chokepoint explanation',
    description: 'What chokepoint explain prints with --format json.',
    from: 'src/analysis/result/explanation.ts',
    type: 'Explanation',
  },
  {
    file: 'schema/trail.schema.json',
    id: 'urn:chokepoint:trail:1',
    title: 'Chokepoint trail',
    description: 'What chokepoint trail prints with --format json.',
    from: 'src/trail/result.ts',
    type: 'TrailResult',
  },
];

/** A JSON Schema, as far as it is made here. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The schemas as they should be, by file. */
export function schemas(root: string): ReadonlyMap<string, Schema> {
  const program = ts.createProgram(
    FILES.map(({ from }) => join(root, from)),
    {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      customConditions: ['source'],
      strict: true,
      types: [],
      noEmit: true,
    },
  );
  return new Map(FILES.map((each) => [each.file, new Writer(program).schema(root, each)]));
}

class Writer {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  /** Definitions by name, in the order of their first mention. */
  readonly #definitions = new Map<string, Schema>();
  readonly #declared = new Map<string, ts.Declaration>();

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  schema(root: string, { id, title, description, from, type }: SchemaFile): Schema {
    const source = this.#program.getSourceFile(join(root, from));
    const declaration = source?.statements.find(
      (each): each is Declared => isDeclared(each) && each.name.text === type,
    );
    if (!declaration) throw new Error(`${from} declares no ${type}`);
    const { description: _of, ...body } = this.#declaration(declaration);
    return {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: id,
      title,
      description,
      ...body,
      $defs: Object.fromEntries(this.#definitions),
    };
  }

  #declaration(declaration: Declared): Schema {
    const body = ts.isInterfaceDeclaration(declaration)
      ? this.#object(declaration.members, declaration)
      : this.#type(declaration.type);
    return { ...documented(declaration), ...body, ...tagged(declaration) };
  }

  #object(members: ts.NodeArray<ts.TypeElement>, of: ts.Node): Schema {
    if (ts.isInterfaceDeclaration(of) && of.heritageClauses) refuse(of, 'an interface that extends another');
    const fields = members.map((member) => {
      if (!ts.isPropertySignature(member) || !member.type || !ts.isIdentifier(member.name))
        return refuse(member, 'a member that is no plain property');
      const schema = { ...this.#type(member.type), ...documented(member), ...tagged(member) };
      return { name: member.name.text, schema, required: member.questionToken === undefined };
    });
    return {
      type: 'object',
      required: fields.filter(({ required }) => required).map(({ name }) => name),
      properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
      additionalProperties: false,
    };
  }

  #type(node: ts.TypeNode): Schema {
    if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return this.#type(node.type);
    if (ts.isParenthesizedTypeNode(node)) return this.#type(node.type);
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: this.#type(node.elementType) };
    if (ts.isTypeLiteralNode(node)) return this.#object(node.members, node);
    if (ts.isLiteralTypeNode(node)) return this.#literal(node.literal);
    if (ts.isUnionTypeNode(node)) return this.#union(node.types);
    if (ts.isTypeReferenceNode(node)) return this.#reference(node);
    if (node.kind === ts.SyntaxKind.StringKeyword) return { type: 'string' };
    if (node.kind === ts.SyntaxKind.NumberKeyword) return { type: 'number' };
    if (node.kind === ts.SyntaxKind.BooleanKeyword) return { type: 'boolean' };
    return refuse(node, 'a type that JSON does not have');
  }

  #literal(literal: ts.LiteralTypeNode['literal']): Schema {
    if (literal.kind === ts.SyntaxKind.NullKeyword) return { type: 'null' };
    if (literal.kind === ts.SyntaxKind.TrueKeyword) return { const: true };
    if (literal.kind === ts.SyntaxKind.FalseKeyword) return { const: false };
    if (ts.isStringLiteral(literal)) return { const: literal.text };
    if (ts.isNumericLiteral(literal)) return { const: Number(literal.text) };
    return refuse(literal, 'a literal that JSON does not have');
  }

  #union(nodes: readonly ts.TypeNode[]): Schema {
    const parts = nodes.map((node) => this.#type(node));
    if (parts.every((part) => 'const' in part)) return { enum: parts.map((part) => part.const) };
    const types = parts.map(({ type }) => type);
    if (parts.every((part) => Object.keys(part).length === 1) && types.every((type) => typeof type === 'string'))
      return { type: types };
    return { anyOf: parts };
  }

  #reference(node: ts.TypeReferenceNode): Schema {
    if (node.typeArguments) return refuse(node, 'a type with arguments');
    const found = this.#checker.getSymbolAtLocation(node.typeName);
    const symbol = found && found.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(found) : found;
    const declaration = symbol?.declarations?.[0];
    if (!symbol || !declaration || !isDeclared(declaration)) return refuse(node, 'a type that is not declared');
    const { name } = symbol;
    const known = this.#declared.get(name);
    if (known && known !== declaration) return refuse(node, `a second type called ${name}`);
    if (!known) {
      this.#declared.set(name, declaration);
      // The place is taken before what it mentions is looked at.
      this.#definitions.set(name, {});
      this.#definitions.set(name, this.#declaration(declaration));
    }
    return { $ref: `#/$defs/${name}` };
  }
}

type Declared = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

function isDeclared(node: ts.Node): node is Declared {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function documented(node: ts.Node): Schema {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? {} : { description: text };
}

function tagged(node: ts.Node): Schema {
  const parts = ts.getJSDocTags(node).map((tag): Schema => {
    const text = (ts.getTextOfJSDocComment(tag.comment) ?? '').trim();
    switch (tag.tagName.text) {
      case 'integer':
        return { type: 'integer' };
      case 'minimum':
        return { minimum: Number(text) };
      case 'pattern':
        return { pattern: text };
      case 'dependentRequired':
        return { dependentRequired: JSON.parse(text) as Record<string, string[]> };
      default:
        return refuse(node, `the tag @${tag.tagName.text}`);
    }
  });
  return Object.assign({}, ...parts) as Schema;
}

function refuse(node: ts.Node, what: string): never {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  throw new Error(`${file.fileName}:${line + 1}: the schema of the result has no place for ${what}`);
}
