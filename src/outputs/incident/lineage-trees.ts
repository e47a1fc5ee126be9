import type { Descendant } from '#incidents/index.ts'

export interface LineageNode {
  readonly name: string
  /** Undefined for a credential of which only the children show. */
  readonly made: Descendant | undefined
  readonly children: readonly LineageNode[]
}

/** Deeper than this a browser and a reader give up: what is below hangs on the last that is drawn. */
const MAX_DEPTH = 24
const MAX_NODES = 1000

/** The list as trees. A child hangs on a parent that stands before it, so that there is no circle whatever the list says. */
export function lineageTrees(lineage: readonly Descendant[]): {
  readonly roots: readonly LineageNode[]
  readonly leftOut: number
} {
  interface Growing extends LineageNode {
    readonly children: Growing[]
    readonly depth: number
  }
  const roots: Growing[] = []
  const byName = new Map<string, Growing>()
  const shown = lineage.slice(0, MAX_NODES)
  const grow = (name: string, made: Descendant | undefined, parent: Growing | undefined): void => {
    const grown = { name, made, children: [], depth: Math.min(MAX_DEPTH, (parent?.depth ?? 0) + 1) }
    if (parent === undefined) roots.push(grown)
    else parent.children.push(grown)
    if (grown.depth === MAX_DEPTH && parent !== undefined) byName.set(name, parent)
    else if (!byName.has(name)) byName.set(name, grown)
  }
  for (const made of shown) {
    if (made.parent !== null && !byName.has(made.parent)) grow(made.parent, undefined, undefined)
    grow(made.credential, made, made.parent === null ? undefined : byName.get(made.parent))
  }
  return { roots, leftOut: lineage.length - shown.length }
}
