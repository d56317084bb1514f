import ts from 'typescript';

const DEEPEST = 12;

/**
 * The declarations that stand for a callable: its own, and for a method those it overrides or implements, so that the
 * method of a class and that of its subclasses are known as one.
 */
export function rootsOf(checker: ts.TypeChecker, declaration: ts.Node): readonly ts.Node[] {
  const roots = new Set<ts.Node>([declaration]);
  const { parent } = declaration;
  const { name } = declaration as ts.NamedDeclaration;
  if (name === undefined || !(ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent))) return [...roots];
  const wanted = name.getText();

  function above(type: ts.ClassLikeDeclaration | ts.InterfaceDeclaration, depth: number): void {
    if (depth > DEEPEST) return;
    for (const clause of type.heritageClauses ?? []) {
      for (const base of clause.types) {
        const symbol = checker.getTypeAtLocation(base).getSymbol();
        for (const node of symbol?.declarations ?? []) {
          if (!(ts.isClassLike(node) || ts.isInterfaceDeclaration(node))) continue;
          for (const member of node.members) {
            if (member.name?.getText() === wanted) roots.add(member);
          }
          above(node, depth + 1);
        }
      }
    }
  }

  above(parent, 0);
  return [...roots];
}
