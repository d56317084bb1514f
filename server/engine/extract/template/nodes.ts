/** What stands in markup. Offsets are those of the file. */
export type MarkupNode = ElementNode | TextNode | CodeNode | BlockNode | TagNode;

export interface ElementNode {
  readonly k: 'element';
  readonly name: string;
  readonly attributes: readonly AttributeNode[];
  readonly children: MarkupNode[];
  readonly start: number;
  /** Offset behind the start tag. */
  readonly openEnd: number;
  /** Start of the end tag; where there is none, the end of the children. */
  closeStart: number;
  end: number;
}

export interface TextNode {
  readonly k: 'text';
  readonly start: number;
  readonly end: number;
}

/** `{{ code }}` or `{code}`. */
export interface CodeNode {
  readonly k: 'code';
  readonly start: number;
  readonly end: number;
  /** The code inside of the braces. */
  readonly from: number;
  readonly to: number;
  /** Markup that stands in the code (Astro), in text order; empty elsewhere. */
  readonly markup: readonly { readonly start: number; readonly end: number; readonly nodes: readonly MarkupNode[] }[];
}

/** `{#if a}…{:else}…{/if}`. */
export interface BlockNode {
  readonly k: 'block';
  readonly name: string;
  readonly sections: BlockSection[];
  readonly start: number;
  end: number;
}

export interface BlockSection {
  /** `if`, `else if`, `else`, `each`, `await`, `then`, `catch`, `key`, `snippet`. */
  readonly keyword: string;
  /** What follows the keyword up to the closing brace. */
  readonly from: number;
  readonly to: number;
  readonly children: MarkupNode[];
}

/** `{@html code}`. */
export interface TagNode {
  readonly k: 'tag';
  readonly keyword: string;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

export interface AttributeNode {
  /** As written: `:title`, `on:click|once`, `class`; '' for `{...spread}`, the name itself for `{name}`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: AttributeValue | null;
}

export type AttributeValue =
  /** `from`, `to`: inside of the quotes. Parts are the `{code}`s in the text. */
  | {
      readonly k: 'text';
      readonly quoted: boolean;
      readonly from: number;
      readonly to: number;
      readonly parts: readonly CodeNode[];
    }
  | CodeNode;

/** A script or style element with its content, which is not markup. */
export interface RawBlock {
  readonly name: string;
  readonly attributes: string;
  /** Whether it stands outside of all elements. */
  readonly top: boolean;
  readonly start: number;
  /** The content. */
  readonly from: number;
  readonly to: number;
  readonly end: number;
}

export interface CommentNode {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** All that is read of the markup of a file. */
export interface Markup {
  readonly nodes: readonly MarkupNode[];
  readonly raw: readonly RawBlock[];
  readonly comments: readonly CommentNode[];
}
