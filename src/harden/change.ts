import type { TextEdit } from '#hcl/edit/edit.js';
import type { Body, SyntaxFile, Span } from '#hcl/syntax.js';
import type { TextFile } from '#model/value.js';

/**
 * A change to the source as data, not yet as text: changes of several proposals to the same list or block are merged
 * before text is made of them, so that they never collide.
 */
export type Change =
  /** Sets an attribute of a body, adding it where it is not there. */
  | {
      readonly kind: 'set-attribute';
      readonly file: SyntaxFile;
      readonly body: Body;
      readonly name: string;
      readonly value: string;
    }
  /** Removes an attribute of a body. Mind optional+computed attributes: deleting their line changes nothing on apply. */
  | { readonly kind: 'remove-attribute'; readonly file: SyntaxFile; readonly body: Body; readonly name: string }
  /** Replaces the expression (or JSON value) at the span. */
  | {
      readonly kind: 'replace';
      readonly file: SyntaxFile | TextFile;
      readonly at: Span;
      readonly value: string;
      readonly json?: JsonPlace;
    }
  | RemoveElements
  | NarrowElement
  /** Adds an element to the end of the tuple (or JSON array) at `container`: its lines without indentation. */
  | {
      readonly kind: 'add-element';
      readonly file: SyntaxFile | TextFile;
      readonly container: Span;
      readonly value: string | Listing;
      readonly json?: JsonPlace;
    }
  /** Sets a key of the object (or JSON object) at `container`. */
  | {
      readonly kind: 'set-item';
      readonly file: SyntaxFile | TextFile;
      readonly container: Span;
      readonly key: string;
      readonly value: string;
      readonly json?: JsonPlace;
    }
  /** Removes a key of the object (or JSON object) at `container`. */
  | {
      readonly kind: 'remove-item';
      readonly file: SyntaxFile | TextFile;
      readonly container: Span;
      readonly key: string;
      readonly json?: JsonPlace;
    }
  /** Adds a nested block to a body: lines without indentation, `\n` between them. */
  | { readonly kind: 'add-block'; readonly file: SyntaxFile; readonly body: Body; readonly block: string | Listing }
  | RemoveBlock
  /** Adds a top-level block at the end of a file, formatted as `terraform fmt` would. */
  | { readonly kind: 'append'; readonly file: SyntaxFile; readonly block: string | Listing }
  /** Ready-made text edits of a file, for what the others can't say. */
  | { readonly kind: 'text'; readonly file: SyntaxFile | TextFile; readonly edits: readonly TextEdit[] };

/** Removes elements from the tuple (or JSON array) at `container`. */
export interface RemoveElements {
  readonly kind: 'remove-elements';
  readonly file: SyntaxFile | TextFile;
  readonly container: Span;
  readonly elements: readonly Span[];
  readonly json?: JsonPlace;
  /** What happens instead where no element would be left, once all changes of the plan are taken together. */
  readonly ifEmpty?: Change;
}

/**
 * Puts other elements in the place of one element of a tuple (or JSON array): those that it stands for, but for some. Two
 * such changes of the same element leave what both keep.
 */
export interface NarrowElement {
  readonly kind: 'narrow-element';
  readonly file: SyntaxFile | TextFile;
  /** The list; the same as `element` where the value stands alone, and a list takes its place. */
  readonly container: Span;
  readonly element: Span;
  /** The texts of the elements that stay. */
  readonly keep: readonly string[];
  readonly json?: JsonPlace;
}

/** Removes a block that stands at the span. */
export interface RemoveBlock {
  readonly kind: 'remove-block';
  readonly file: SyntaxFile;
  readonly at: Span;
  /** Where it and all of these would go, `instead` is done and this one stays. */
  readonly last?: { readonly siblings: readonly Span[]; readonly instead: Change };
}

/** A text with a list in it, to which several changes with the same `key` add: one statement that denies several actions. */
export interface Listing {
  readonly key: string;
  readonly before: string;
  readonly items: readonly string[];
  readonly after: string;
}

/** The JSON document (in a heredoc or a file) that holds a JSON value: the span of its whole text. */
export interface JsonPlace {
  readonly document: Span;
}
